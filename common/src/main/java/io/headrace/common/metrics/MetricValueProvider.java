package io.headrace.common.metrics;

/**
 * Computes the value of a metric when it is read.
 *
 * @param <T> type of the value
 * @see Gauge
 * @see Measurable
 */
public interface MetricValueProvider<T> {

    /**
     * The value now.
     *
     * @param config of the metric
     * @param now milliseconds since 1970
     */
    T value(MetricConfig config, long now);
}
