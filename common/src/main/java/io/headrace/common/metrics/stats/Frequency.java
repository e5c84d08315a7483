package io.headrace.common.metrics.stats;

import io.headrace.common.MetricName;

/** Names one of the numbers of {@link Frequencies}. Immutable. */
public class Frequency {

    private final MetricName name;
    private final double centerValue;

    /** @param centerValue the value whose share is told */
    public Frequency(MetricName name, double centerValue) {
        this.name = name;
        this.centerValue = centerValue;
    }

    public MetricName name() {
        return name;
    }

    public double centerValue() {
        return centerValue;
    }

    @Override
    public String toString() {
        return "Frequency(name=" + name + ", centerValue=" + centerValue + ')';
    }
}
