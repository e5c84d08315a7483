package io.headrace.common.metrics.stats;

import io.headrace.common.MetricName;
import io.headrace.common.metrics.CompoundStat;
import io.headrace.common.metrics.Measurable;
import io.headrace.common.metrics.MetricConfig;
import io.headrace.common.metrics.stats.Histogram.BinScheme;
import io.headrace.common.metrics.stats.Histogram.ConstantBinScheme;
import java.util.ArrayList;
import java.util.List;

/** Which share of the values of the windows each of a few values has. */
public class Frequencies extends SampledStat implements CompoundStat {

    private final Frequency[] frequencies;
    private final BinScheme scheme;

    /** The shares of 0 and 1, for values that are recorded as those. */
    public static Frequencies forBooleanValues(MetricName falseMetricName, MetricName trueMetricName) {
        List<Frequency> wanted = new ArrayList<>();
        if (falseMetricName != null) {
            wanted.add(new Frequency(falseMetricName, 0.0));
        }
        if (trueMetricName != null) {
            wanted.add(new Frequency(trueMetricName, 1.0));
        }
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("Must specify at least one metric name");
        }
        return new Frequencies(2, 0.0, 1.0, wanted.toArray(new Frequency[0]));
    }

    /**
     * Bins whose centers go from min to max.
     *
     * @throws IllegalArgumentException if max is less than min, there are not two buckets or more, there are more
     *     frequencies than buckets, or one has its center outside
     */
    public Frequencies(int buckets, double min, double max, Frequency... frequencies) {
        super(0.0);
        if (max < min) {
            throw new IllegalArgumentException(
                    "The maximum value " + max + " must be greater than the minimum value " + min);
        }
        if (buckets < 2) {
            throw new IllegalArgumentException("Must be at least 2 buckets, not " + buckets);
        }
        if (buckets < frequencies.length) {
            throw new IllegalArgumentException(
                    "More frequencies (" + frequencies.length + ") than buckets (" + buckets + ")");
        }
        for (Frequency each : frequencies) {
            if (each.centerValue() < min || each.centerValue() > max) {
                throw new IllegalArgumentException("The frequency centered at '" + each.centerValue()
                        + "' is not within the range [" + min + "," + max + "]");
            }
        }
        this.frequencies = frequencies.clone();
        double half = (max - min) / (buckets - 1) / 2;
        this.scheme = new ConstantBinScheme(buckets, min - half, max + half);
    }

    @Override
    public List<NamedMeasurable> stats() {
        List<NamedMeasurable> all = new ArrayList<>(frequencies.length);
        for (Frequency each : frequencies) {
            Measurable measurable = (config, now) -> frequency(config, now, each.centerValue());
            all.add(new NamedMeasurable(each.name(), measurable));
        }
        return all;
    }

    /** The share of the values that lie in the bin of a value; 0 without values. */
    public double frequency(MetricConfig config, long now, double centerValue) {
        purgeObsoleteSamples(config, now);
        int bin = scheme.toBin(centerValue);
        double all = 0;
        double hits = 0;
        for (Sample sample : samples) {
            all += sample.eventCount;
            hits += ((HistogramSample) sample).histogram.counts()[bin];
        }
        return all == 0 ? 0 : hits / all;
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        double total = 0;
        for (Sample sample : samples) {
            total += sample.eventCount;
        }
        return total;
    }

    @Override
    protected HistogramSample newSample(long timeMs) {
        return new HistogramSample(scheme, timeMs);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        ((HistogramSample) sample).histogram.record(value);
    }
}
