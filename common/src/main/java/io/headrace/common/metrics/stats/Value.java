package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MeasurableStat;
import io.headrace.common.metrics.MetricConfig;

/** The last value recorded; 0 before the first. */
public class Value implements MeasurableStat {

    private double last;

    /** Starts at 0. */
    public Value() {
        // The field's default.
    }

    @Override
    public double measure(MetricConfig config, long now) {
        return last;
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        last = value;
    }
}
