package io.headrace.metadata.config;

import java.util.Map;

/** Where metrics are read. Immutable; reached by {@link BrokerConfig#metrics}. */
public final class MetricsConfig {
    private final Map<String, Object> values;

    MetricsConfig(Map<String, Object> values) {
        this.values = values;
    }

    /** Whether metrics can be read at all. */
    public boolean isOn() {
        return port() >= 0;
    }

    /** "metrics.port"; 0 for a free one, -1 for none. */
    public int port() {
        return (Integer) values.get(MetricsKeys.PORT);
    }

    /** "metrics.host"; empty for all addresses. */
    public String host() {
        return (String) values.get(MetricsKeys.HOST);
    }
}
