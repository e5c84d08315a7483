package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MetricConfig;

/** Sum per second over the time since the oldest window started, but at least one window's. */
public class SimpleRate extends Rate {

    /** Without values. */
    public SimpleRate() {
        // Sum per second.
    }

    @Override
    public long windowSize(MetricConfig config, long now) {
        stat.purgeObsoleteSamples(config, now);
        return Math.max(now - stat.oldest(now).startTimeMs, config.timeWindowMs());
    }
}
