package io.headrace.common.metrics.stats;

import io.headrace.common.MetricName;

/** Names one of the numbers of {@link Percentiles}. Immutable. */
public class Percentile {

    private final MetricName name;
    private final double percentile;

    /** @param percentile from 0 to 100 */
    public Percentile(MetricName name, double percentile) {
        this.name = name;
        this.percentile = percentile;
    }

    public MetricName name() {
        return name;
    }

    public double percentile() {
        return percentile;
    }
}
