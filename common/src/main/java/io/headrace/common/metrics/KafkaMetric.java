package io.headrace.common.metrics;

import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.utils.Time;
import java.util.Objects;

/**
 * A metric in a {@link Metrics} registry: its name, and what computes its value when it is read.
 *
 * <p>Thread safe: values are computed under the lock given, which a sensor shares with its metrics.
 */
public final class KafkaMetric implements Metric {

    private final Object lock;
    private final MetricName metricName;
    private final MetricValueProvider<?> provider;
    private final Time time;
    private volatile MetricConfig config;

    /**
     * Makes a metric; {@link Metrics#addMetric} does it for applications.
     *
     * @param lock held while the value is computed
     * @throws NullPointerException if the value's provider is null
     */
    public KafkaMetric(
            Object lock, MetricName metricName, MetricValueProvider<?> valueProvider, MetricConfig config, Time time) {
        this.lock = lock;
        this.metricName = metricName;
        this.provider = Objects.requireNonNull(valueProvider, "valueProvider");
        this.config = config;
        this.time = time;
    }

    /** How it is measured. */
    public MetricConfig config() {
        return config;
    }

    /** Has it measured otherwise from now on. */
    public void config(MetricConfig newConfig) {
        synchronized (lock) {
            this.config = newConfig;
        }
    }

    @Override
    public MetricName metricName() {
        return metricName;
    }

    @Override
    public Object metricValue() {
        long nowMs = time.milliseconds();
        synchronized (lock) {
            return provider.value(config, nowMs);
        }
    }

    /** Whether the value is a number that a {@link Measurable} computes. */
    public boolean isMeasurable() {
        return provider instanceof Measurable;
    }

    /**
     * What computes the number.
     *
     * @throws IllegalStateException if the value is not computed by a {@link Measurable}
     */
    public Measurable measurable() {
        if (provider instanceof Measurable measurable) {
            return measurable;
        }
        throw new IllegalStateException("Metric " + metricName + " is not a measurable but a "
                + provider.getClass().getName());
    }

    /** The number at a time, 0 where it is none; for quotas. */
    double measurableValue(long timeMs) {
        synchronized (lock) {
            return provider instanceof Measurable measurable ? measurable.measure(config, timeMs) : 0;
        }
    }
}
