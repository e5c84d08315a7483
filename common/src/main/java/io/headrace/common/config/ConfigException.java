package io.headrace.common.config;

import io.headrace.common.KafkaException;

/** A setting has a value that is not allowed, or a required setting is missing. */
public class ConfigException extends KafkaException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    /** Names the setting and the refused value. */
    public ConfigException(String name, Object value) {
        this(name, value, null);
    }

    /** Names the setting, the refused value, and what is allowed or wrong. */
    public ConfigException(String name, Object value, String message) {
        super("Invalid value " + value + " for configuration " + name + (message == null ? "" : ": " + message));
    }
}
