package io.headrace.common.config;

/** Told when values that a config provider gave have changed. */
public interface ConfigChangeCallback {
    /**
     * Called after a change.
     *
     * @param data all values of the path, not only those that changed
     */
    void onChange(String path, ConfigData data);
}
