package io.headrace.metadata.config;

import java.util.Map;

/** Where metrics are read, and what is done with those of clients. Immutable; reached by {@link BrokerConfig#metrics}. */
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

    /** "telemetry.max.bytes". */
    public int telemetryMaxBytes() {
        return (Integer) values.get(TelemetryKeys.MAX_BYTES);
    }

    /** "telemetry.receiver": the name of a class, or empty. */
    public String telemetryReceiver() {
        return (String) values.get(TelemetryKeys.RECEIVER);
    }

    /** "metrics.host"; empty for all addresses. */
    public String host() {
        return (String) values.get(MetricsKeys.HOST);
    }
}
