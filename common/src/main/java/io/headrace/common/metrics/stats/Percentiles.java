package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.CompoundStat;
import io.headrace.common.metrics.Measurable;
import io.headrace.common.metrics.MetricConfig;
import io.headrace.common.metrics.stats.Histogram.BinScheme;
import io.headrace.common.metrics.stats.Histogram.ConstantBinScheme;
import io.headrace.common.metrics.stats.Histogram.LinearBinScheme;
import java.util.ArrayList;
import java.util.List;

/** Below which number a share of the values of the windows lies, as exactly as the bins are. */
public class Percentiles extends SampledStat implements CompoundStat {

    private static final int BYTES_PER_BIN = 4;

    /** How wide the bins are. */
    public enum BucketSizing {
        /** All the same. */
        CONSTANT,
        /** Wider the larger the values are. */
        LINEAR
    }

    private final Percentile[] percentiles;
    private final BinScheme scheme;
    private final double min;
    private final double max;

    /** From 0 on. */
    public Percentiles(int sizeInBytes, double max, BucketSizing bucketing, Percentile... percentiles) {
        this(sizeInBytes, 0.0, max, bucketing, percentiles);
    }

    /**
     * Values outside min and max count as those.
     *
     * @param sizeInBytes of the bins of one window, 4 bytes each
     * @throws IllegalArgumentException if bins of growing width shall not start at 0
     */
    public Percentiles(int sizeInBytes, double min, double max, BucketSizing bucketing, Percentile... percentiles) {
        super(0.0);
        this.percentiles = percentiles.clone();
        this.min = min;
        this.max = max;
        int bins = sizeInBytes / BYTES_PER_BIN;
        if (bucketing == BucketSizing.CONSTANT) {
            this.scheme = new ConstantBinScheme(bins, min, max);
        } else if (min != 0.0) {
            throw new IllegalArgumentException("Linear bucket sizing requires min to be 0.0, not " + min);
        } else {
            this.scheme = new LinearBinScheme(bins, max);
        }
    }

    @Override
    public List<NamedMeasurable> stats() {
        List<NamedMeasurable> all = new ArrayList<>(percentiles.length);
        for (Percentile each : percentiles) {
            Measurable measurable = (config, now) -> value(config, now, each.percentile() / 100.0);
            all.add(new NamedMeasurable(each.name(), measurable));
        }
        return all;
    }

    /** The number below which a share of the values lies; NaN without values. */
    public double value(MetricConfig config, long now, double quantile) {
        purgeObsoleteSamples(config, now);
        double count = 0;
        for (Sample sample : samples) {
            count += sample.eventCount;
        }
        if (count == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int bin = 0; bin < scheme.bins(); bin++) {
            for (Sample sample : samples) {
                sum += ((HistogramSample) sample).histogram.counts()[bin];
                if (sum / count > quantile) {
                    return scheme.fromBin(bin);
                }
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        return value(config, now, 0.5);
    }

    @Override
    protected HistogramSample newSample(long timeMs) {
        return new HistogramSample(scheme, timeMs);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        ((HistogramSample) sample).histogram.record(Math.min(max, Math.max(min, value)));
    }
}
