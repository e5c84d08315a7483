package io.headrace.common.metrics;

/** Something that takes in recorded values. Not thread safe by itself: a {@link Sensor} guards its stats. */
public interface Stat {

    /**
     * Takes one value.
     *
     * @param config of the metric
     * @param timeMs when it was recorded, milliseconds since 1970
     */
    void record(MetricConfig config, double value, long timeMs);
}
