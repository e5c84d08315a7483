package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MetricConfig;
import java.util.List;

/** The average of the values of the windows; NaN when there is none. */
public class Avg extends SampledStat {

    /** Without values. */
    public Avg() {
        super(0);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        sample.value = sample.value + value;
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        double result = 0;
        long count = 0;
        for (Sample sample : samples) {
            result = result + sample.value;
            count += sample.eventCount;
        }
        return count == 0 ? Double.NaN : result / count;
    }
}
