package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MeasurableStat;
import io.headrace.common.metrics.MetricConfig;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A windowed stat per unit of time: by default the sum per second. Windows that have not come yet count as if they had
 * passed without a value, so that the rate does not jump about right after the start.
 */
public class Rate implements MeasurableStat {

    /** The unit of time. */
    protected final TimeUnit unit;

    /** What is divided by the time. */
    protected final SampledStat stat;

    /** The windows' length in ms; negative for that of the metric's configuration. */
    protected final long timeWindowMs;

    /** Sum per second. */
    public Rate() {
        this(TimeUnit.SECONDS);
    }

    /** Sum per unit. */
    public Rate(TimeUnit unit) {
        this(unit, new WindowedSum());
    }

    /** A stat per second. */
    public Rate(SampledStat stat) {
        this(TimeUnit.SECONDS, stat);
    }

    /** A stat per unit. */
    public Rate(TimeUnit unit, SampledStat stat) {
        this.unit = unit;
        this.stat = stat;
        this.timeWindowMs = -1;
    }

    /** @param timeWindowMs the windows' length, whatever the metric's configuration says */
    public Rate(TimeUnit unit, SampledStat stat, long timeWindowMs) {
        this.unit = unit;
        this.stat = stat;
        this.timeWindowMs = timeWindowMs;
        stat.withTimeWindow(timeWindowMs, TimeUnit.MILLISECONDS);
    }

    /** The unit in singular, such as "second". */
    public String unitName() {
        String plural = unit.name();
        return plural.substring(0, plural.length() - 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        stat.record(config, value, timeMs);
    }

    @Override
    public double measure(MetricConfig config, long now) {
        double value = stat.measure(config, now);
        double units = windowSize(config, now) / (double) unit.toMillis(1);
        return value / units;
    }

    /** The time in ms that the stat is divided by. */
    public long windowSize(MetricConfig config, long now) {
        stat.purgeObsoleteSamples(config, now);
        long windowMs = timeWindowMs < 0 ? config.timeWindowMs() : timeWindowMs;
        long elapsedMs = now - stat.oldest(now).startTimeMs;
        long passed = elapsedMs / windowMs;
        long wanted = config.samples() - 1L;
        return passed < wanted ? elapsedMs + (wanted - passed) * windowMs : Math.max(elapsedMs, windowMs);
    }

    @Override
    public String toString() {
        return "Rate(unit=" + unit + ", stat=" + stat + ")";
    }
}
