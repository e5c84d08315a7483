package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MetricConfig;
import java.util.List;

/** The sum of the values of the windows. */
public class WindowedSum extends SampledStat {

    /** Without values. */
    public WindowedSum() {
        super(0);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        sample.value += value;
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        double sum = 0;
        for (Sample sample : samples) {
            sum += sample.value;
        }
        return sum;
    }
}
