package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MetricConfig;

/** How many values were ever recorded, whatever they are. */
public class CumulativeCount extends CumulativeSum {

    /** Starts at 0. */
    public CumulativeCount() {
        // As the sum does.
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        super.record(config, 1, timeMs);
    }
}
