package io.headrace.common;

/** A named measurement of a client. */
public interface Metric {
    MetricName metricName();

    /** The value at this moment: a {@code Double} for what is measured, any other type for a gauge. */
    Object metricValue();
}
