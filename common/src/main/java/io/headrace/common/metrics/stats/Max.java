package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MetricConfig;
import java.util.List;

/** The largest value of the windows; NaN when there is none. */
public final class Max extends SampledStat {

    /** Without values. */
    public Max() {
        super(Double.NEGATIVE_INFINITY);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        sample.value = Math.max(sample.value, value);
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        double result = Double.NEGATIVE_INFINITY;
        long count = 0;
        for (Sample sample : samples) {
            result = Math.max(result, sample.value);
            count += sample.eventCount;
        }
        return count == 0 ? Double.NaN : result;
    }
}
