package io.headrace.common.config;

import java.util.Map;

/** What a config provider says. */
public class ConfigData {
    private final Map<String, String> data;
    private final Long ttl;

    /**
     * Values that hold for some time.
     *
     * @param ttl for how many milliseconds the values hold; null if there is no limit
     */
    public ConfigData(Map<String, String> data, Long ttl) {
        this.data = data;
        this.ttl = ttl;
    }

    public ConfigData(Map<String, String> data) {
        this(data, null);
    }

    public Map<String, String> data() {
        return data;
    }

    /** For how many milliseconds the values hold; null if there is no limit. */
    public Long ttl() {
        return ttl;
    }
}
