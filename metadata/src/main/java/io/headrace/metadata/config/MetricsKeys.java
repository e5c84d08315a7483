package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;

/** Where metrics are read. {@link MetricsConfig} has it typed. */
final class MetricsKeys {
    static final String HOST = "metrics.host";
    static final String PORT = "metrics.port";

    private MetricsKeys() {}

    static void addTo(ConfigDef def) {
        def.define(
                PORT,
                ConfigDef.Type.INT,
                -1,
                Range.between(-1, 65535),
                Importance.MEDIUM,
                "The port on which Prometheus finds the broker's metrics, at /metrics; 0 for a free one, -1 for none.");
        def.define(
                HOST,
                ConfigDef.Type.STRING,
                "localhost",
                Importance.MEDIUM,
                "The host name or address of that port; empty for all addresses of the machine.");
    }
}
