package io.headrace.common;

import io.headrace.common.config.ConfigException;
import java.util.Map;
import java.util.Set;

/** A configurable object some of whose settings may change while it is in use (KIP-226). */
public interface Reconfigurable extends Configurable {
    /** The names of the settings that may change. */
    Set<String> reconfigurableConfigs();

    /**
     * Checks new settings before they are applied; changes nothing.
     *
     * @throws ConfigException if the settings are refused
     */
    void validateReconfiguration(Map<String, ?> configs) throws ConfigException;

    /** Applies settings that {@link #validateReconfiguration} has accepted. */
    void reconfigure(Map<String, ?> configs);
}
