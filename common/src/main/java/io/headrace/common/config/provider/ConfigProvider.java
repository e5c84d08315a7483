package io.headrace.common.config.provider;

import io.headrace.common.Configurable;
import io.headrace.common.config.ConfigChangeCallback;
import io.headrace.common.config.ConfigData;
import java.io.Closeable;
import java.util.Set;

/** Supplies values, such as secrets, that are not written into the configuration itself (KIP-297). */
public interface ConfigProvider extends Configurable, Closeable {
    /** All values at that path. */
    ConfigData get(String path);

    /** The values of these keys at that path; keys that are not known are left out. */
    ConfigData get(String path, Set<String> keys);

    /**
     * Asks to be told of changes.
     *
     * @throws UnsupportedOperationException if the provider does not watch its values
     */
    default void subscribe(String path, Set<String> keys, ConfigChangeCallback callback) {
        throw new UnsupportedOperationException(getClass().getName() + " does not report changes");
    }

    /**
     * Asks not to be told any more.
     *
     * @throws UnsupportedOperationException if the provider does not watch its values
     */
    default void unsubscribe(String path, Set<String> keys, ConfigChangeCallback callback) {
        throw new UnsupportedOperationException(getClass().getName() + " does not report changes");
    }

    /**
     * Asks for nobody to be told any more.
     *
     * @throws UnsupportedOperationException if the provider does not watch its values
     */
    default void unsubscribeAll() {
        throw new UnsupportedOperationException(getClass().getName() + " does not report changes");
    }
}
