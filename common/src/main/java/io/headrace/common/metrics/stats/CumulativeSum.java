package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MeasurableStat;
import io.headrace.common.metrics.MetricConfig;

/** The sum of all values ever recorded. */
public class CumulativeSum implements MeasurableStat {

    private double total;

    /** Starts at 0. */
    public CumulativeSum() {
        this(0);
    }

    /** Starts at a number. */
    public CumulativeSum(double value) {
        this.total = value;
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        total += value;
    }

    @Override
    public double measure(MetricConfig config, long now) {
        return total;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(total=" + total + ")";
    }
}
