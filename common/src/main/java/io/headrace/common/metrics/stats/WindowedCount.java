package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MetricConfig;

/** How many values the windows took, whatever they are. */
public class WindowedCount extends WindowedSum {

    /** Without values. */
    public WindowedCount() {
        // Starts at 0.
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        super.update(sample, config, 1.0, timeMs);
    }
}
