package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.io.Closeable;
import java.util.Map;

/**
 * Turns keys or values into bytes. A class that a configuration names needs a public constructor without arguments.
 *
 * <p>A producer calls it in the thread that sends, so a producer shared by threads needs a serializer that is safe for
 * that; all built-in ones are.
 */
public interface Serializer<T> extends Closeable {
    /**
     * Called once, before anything else.
     *
     * @param configs all settings of the client
     * @param isKey whether this is for keys, not values
     */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    /**
     * Turns an object into bytes. May give out an array of the object's own: producers do not change it.
     *
     * @param data may be null
     * @return the bytes; null becomes a null key, or a tombstone
     * @throws io.headrace.common.errors.SerializationException if that is not possible
     */
    byte[] serialize(String topic, T data);

    /** Like {@link #serialize(String, Object)}, for classes that read or add headers. */
    default byte[] serialize(String topic, Headers headers, T data) {
        return serialize(topic, data);
    }

    /** Called once, when the client is closed; calling it again must do no harm. */
    @Override
    default void close() {}
}
