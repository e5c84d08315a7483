package io.headrace.common.metrics.stats;

import io.headrace.common.MetricName;
import io.headrace.common.metrics.CompoundStat;
import io.headrace.common.metrics.MetricConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A rate and a total of the same values. */
public class Meter implements CompoundStat {

    private final MetricName rateName;
    private final MetricName totalName;
    private final Rate rate;
    private final CumulativeSum total;

    /** Sum per second, and sum. */
    public Meter(MetricName rateMetricName, MetricName totalMetricName) {
        this(TimeUnit.SECONDS, new WindowedSum(), rateMetricName, totalMetricName);
    }

    /** Sum per unit, and sum. */
    public Meter(TimeUnit unit, MetricName rateMetricName, MetricName totalMetricName) {
        this(unit, new WindowedSum(), rateMetricName, totalMetricName);
    }

    /** A stat per second, and the sum, or the count if that is the stat. */
    public Meter(SampledStat rateStat, MetricName rateMetricName, MetricName totalMetricName) {
        this(TimeUnit.SECONDS, rateStat, rateMetricName, totalMetricName);
    }

    /**
     * A stat per unit, and the sum, or the count if that is the stat.
     *
     * @throws IllegalArgumentException if the stat is neither a {@link WindowedSum} nor a {@link WindowedCount}
     */
    public Meter(TimeUnit unit, SampledStat rateStat, MetricName rateMetricName, MetricName totalMetricName) {
        if (!(rateStat instanceof WindowedSum)) {
            throw new IllegalArgumentException("Meter is supported only for WindowedCount or WindowedSum, not "
                    + rateStat.getClass().getSimpleName());
        }
        this.total = rateStat instanceof WindowedCount ? new CumulativeCount() : new CumulativeSum();
        this.rate = new Rate(unit, rateStat);
        this.rateName = rateMetricName;
        this.totalName = totalMetricName;
    }

    @Override
    public List<NamedMeasurable> stats() {
        return List.of(new NamedMeasurable(totalName, total), new NamedMeasurable(rateName, rate));
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        rate.record(config, value, timeMs);
        // A window's count grows by one whatever the value is, and so does the total of counts.
        total.record(config, value, timeMs);
    }

    @Override
    public String toString() {
        return "Meter(rate=" + rate + ", total=" + total + ", rateMetricName=" + rateName + ", totalMetricName="
                + totalName + ")";
    }
}
