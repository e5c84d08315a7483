package io.headrace.common.security.auth;

import io.headrace.common.Configurable;
import java.security.Provider;
import java.util.Map;

/** Makes a security provider to be put in front of the JVM's own; named by {@code security.providers} (KIP-492). */
public interface SecurityProviderCreator extends Configurable {

    /** Does nothing, unless overridden. */
    @Override
    default void configure(Map<String, ?> config) {}

    /** The provider. */
    Provider getProvider();
}
