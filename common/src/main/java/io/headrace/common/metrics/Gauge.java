package io.headrace.common.metrics;

/**
 * A value of any type that is computed when it is read.
 *
 * @param <T> type of the value
 */
@FunctionalInterface
public interface Gauge<T> extends MetricValueProvider<T> {}
