package io.headrace.clients.internals.metrics;

import io.headrace.common.MetricName;
import io.headrace.common.metrics.Gauge;
import io.headrace.common.metrics.Measurable;
import io.headrace.common.metrics.MetricValueProvider;
import io.headrace.common.metrics.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Metrics that share group and tags, and go together. Thread safe.
 *
 * <p>Two clients of one registry cannot share a name; a metric that is there already stays, since it says the same.
 */
public final class MetricGroup implements AutoCloseable {

    private final Metrics registry;
    private final String name;
    private final Map<String, String> tags;
    private final ConcurrentLinkedQueue<MetricName> added = new ConcurrentLinkedQueue<>();

    MetricGroup(Metrics registry, String name, Map<String, String> tags) {
        this.registry = registry;
        this.name = name;
        this.tags = tags;
    }

    /** Adds a number. */
    public void value(String metric, String description, DoubleSupplier source) {
        add(metric, description, (Measurable) (config, now) -> source.getAsDouble());
    }

    /** Adds something that need not be a number. */
    public void gauge(String metric, String description, Supplier<?> source) {
        add(metric, description, (Gauge<Object>) (config, now) -> source.get());
    }

    private void add(String metric, String description, MetricValueProvider<?> provider) {
        MetricName full = registry.metricName(metric, name, description, tags);
        registry.addMetricIfAbsent(full, null, provider);
        added.add(full);
    }

    /** Adds {@code <name>-total} and {@code <name>-rate} of the sum of what is recorded. */
    public void summed(String metric, String what, WindowedSum source) {
        value(metric + "-total", "the total number of " + what, source::total);
        value(metric + "-rate", "the number of " + what + " per second", () -> source.ratePerSecond(now()));
    }

    /** Adds {@code <name>-total} and {@code <name>-rate} of how often something is recorded. */
    public void counted(String metric, String what, WindowedSum source) {
        value(metric + "-total", "the total number of " + what, source::totalCount);
        value(metric + "-rate", "the number of " + what + " per second", () -> source.countPerSecond(now()));
    }

    /** Adds {@code <name>-avg}. */
    public void average(String metric, String what, WindowedSum source) {
        value(metric + "-avg", "the average " + what, () -> source.average(now()));
    }

    /** Adds {@code <name>-max}. */
    public void max(String metric, String what, WindowedSum source) {
        value(metric + "-max", "the largest " + what, () -> source.max(now()));
    }

    /** Adds {@code <name>-avg} and {@code <name>-max}. */
    public void averageAndMax(String metric, String what, WindowedSum source) {
        average(metric, what, source);
        max(metric, what, source);
    }

    private static long now() {
        return System.nanoTime();
    }

    /** Removes what was added. */
    @Override
    public void close() {
        MetricName gone;
        while ((gone = added.poll()) != null) {
            registry.removeMetric(gone);
        }
    }
}
