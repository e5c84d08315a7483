package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MetricConfig;
import java.util.List;

/** The smallest value of the windows; NaN when there is none. */
public class Min extends SampledStat {

    /** Without values. */
    public Min() {
        super(Double.POSITIVE_INFINITY);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        sample.value = Math.min(sample.value, value);
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        double result = Double.POSITIVE_INFINITY;
        long count = 0;
        for (Sample sample : samples) {
            result = Math.min(result, sample.value);
            count += sample.eventCount;
        }
        return count == 0 ? Double.NaN : result;
    }
}
