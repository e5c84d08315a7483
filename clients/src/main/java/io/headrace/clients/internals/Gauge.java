package io.headrace.clients.internals;

import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import java.util.function.Supplier;

/**
 * A metric that is computed when somebody asks. Thread safe if its source is.
 *
 * @param metricName its name
 * @param source gives its value
 */
public record Gauge(MetricName metricName, Supplier<?> source) implements Metric {

    @Override
    public Object metricValue() {
        return source.get();
    }
}
