package io.headrace.common.config;

import java.util.List;

/** What validation found out about a whole configuration. */
public class Config {
    private final List<ConfigValue> configValues;

    public Config(List<ConfigValue> configValues) {
        this.configValues = configValues;
    }

    public List<ConfigValue> configValues() {
        return configValues;
    }
}
