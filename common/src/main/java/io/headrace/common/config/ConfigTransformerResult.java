package io.headrace.common.config;

import java.util.Map;

/** A configuration whose variables were filled in, and how long what was filled in holds. */
public class ConfigTransformerResult {
    private final Map<String, String> data;
    private final Map<String, Long> ttls;

    public ConfigTransformerResult(Map<String, String> data, Map<String, Long> ttls) {
        this.data = data;
        this.ttls = ttls;
    }

    /** The values. */
    public Map<String, String> data() {
        return data;
    }

    /** For how many milliseconds the values of a path hold; only of paths whose provider said so. */
    public Map<String, Long> ttls() {
        return ttls;
    }
}
