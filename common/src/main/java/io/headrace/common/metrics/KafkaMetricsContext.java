package io.headrace.common.metrics;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A {@link MetricsContext} with a namespace and labels. Immutable. */
public class KafkaMetricsContext implements MetricsContext {

    private final Map<String, String> labels;

    /** Has no labels but the namespace. */
    public KafkaMetricsContext(String namespace) {
        this(namespace, Map.of());
    }

    /** @param contextLabels further labels; null values are shown as "null" */
    public KafkaMetricsContext(String namespace, Map<String, ?> contextLabels) {
        Map<String, String> all = new HashMap<>();
        contextLabels.forEach((key, value) -> all.put(key, String.valueOf(value)));
        all.put(NAMESPACE, Objects.requireNonNull(namespace, "namespace"));
        this.labels = Collections.unmodifiableMap(all);
    }

    @Override
    public Map<String, String> contextLabels() {
        return labels;
    }
}
