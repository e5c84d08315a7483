package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;

/** What is done with metrics of clients (KIP-714). {@link MetricsConfig} has it typed. */
final class TelemetryKeys {
    static final String MAX_BYTES = "telemetry.max.bytes";
    static final String RECEIVER = "telemetry.receiver";

    private TelemetryKeys() {}

    static void addTo(ConfigDef def) {
        def.define(
                MAX_BYTES,
                ConfigDef.Type.INT,
                1024 * 1024,
                Range.atLeast(1),
                Importance.LOW,
                "How large a push of a client's metrics may be, in bytes as it is sent.");
        def.define(
                RECEIVER,
                ConfigDef.Type.STRING,
                "",
                Importance.LOW,
                "The class that takes the metrics that clients push; it implements"
                        + " io.headrace.broker.telemetry.TelemetryReceiver. Clients are asked for metrics only if this or"
                        + " metrics.port is set.");
    }
}
