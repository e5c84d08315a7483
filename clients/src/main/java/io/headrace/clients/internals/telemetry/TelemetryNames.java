package io.headrace.clients.internals.telemetry;

import io.headrace.common.MetricName;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How metrics are called in telemetry: {@code org.apache.kafka.producer.record.send.rate} is the metric
 * {@code record-send-rate} of the group {@code producer-metrics}. The names are part of the protocol. Stateless.
 */
final class TelemetryNames {

    private static final String DOMAIN = "org.apache.kafka";
    private static final String CLIENT_ID = "client_id";

    private TelemetryNames() {}

    static String of(MetricName name) {
        return DOMAIN + "." + dotted(name.group().replace("-metrics", "")) + "." + dotted(name.name());
    }

    private static String dotted(String text) {
        return text.replace('-', '.').replace('_', '.').toLowerCase(Locale.ROOT);
    }

    /** The tags that say something; the client's id is known from the request. */
    static Map<String, String> labels(MetricName name) {
        Map<String, String> labels = new TreeMap<>();
        name.tags().forEach((key, value) -> labels.put(key.replace('-', '_'), value));
        labels.remove(CLIENT_ID);
        return labels;
    }
}
