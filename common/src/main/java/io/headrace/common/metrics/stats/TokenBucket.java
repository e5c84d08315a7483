package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MeasurableStat;
import io.headrace.common.metrics.MetricConfig;
import io.headrace.common.metrics.Quota;
import java.util.concurrent.TimeUnit;

/**
 * Tokens that come at the rate of the metric's {@link Quota}, up to as many as come in all of its windows; each value takes
 * as many as it is large, also more than there are. The result is how many are left, negative after a burst (KIP-599).
 */
public class TokenBucket implements MeasurableStat {

    private final TimeUnit unit;
    private double tokens;
    private long lastUpdateMs;

    /** Quota per second. */
    public TokenBucket() {
        this(TimeUnit.SECONDS);
    }

    /** Quota per unit. */
    public TokenBucket(TimeUnit unit) {
        this.unit = unit;
    }

    @Override
    public double measure(MetricConfig config, long now) {
        if (config.quota() == null) {
            return Long.MAX_VALUE;
        }
        refill(config, now);
        return tokens;
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        if (config.quota() == null) {
            return;
        }
        refill(config, timeMs);
        tokens = Math.min(burst(config), tokens - value);
    }

    private void refill(MetricConfig config, long nowMs) {
        double came = config.quota().bound() * inUnits(nowMs - lastUpdateMs);
        tokens = Math.min(burst(config), tokens + came);
        lastUpdateMs = nowMs;
    }

    private double burst(MetricConfig config) {
        return config.samples()
                * inUnits(config.timeWindowMs())
                * config.quota().bound();
    }

    private double inUnits(long ms) {
        return ms / (double) unit.toMillis(1);
    }

    @Override
    public String toString() {
        return "TokenBucket(unit=" + unit + ", tokens=" + tokens + ", lastUpdateMs=" + lastUpdateMs + ")";
    }
}
