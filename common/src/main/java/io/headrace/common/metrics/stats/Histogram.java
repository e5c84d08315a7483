package io.headrace.common.metrics.stats;

import java.util.Arrays;

/** Counts values by bins. Guarded by whoever uses it. */
public class Histogram {

    private final BinScheme scheme;
    private final float[] hits;
    private double count;

    /** Without values. */
    public Histogram(BinScheme binScheme) {
        this.scheme = binScheme;
        this.hits = new float[binScheme.bins()];
    }

    /** Counts a value. */
    public void record(double value) {
        hits[scheme.toBin(value)] += 1.0f;
        count += 1.0;
    }

    /** The start of the bin below or in which a share of all values lies; infinite in the last bin, NaN without values. */
    public double value(double quantile) {
        if (count == 0.0) {
            return Double.NaN;
        }
        if (quantile > 1.0) {
            return Double.POSITIVE_INFINITY;
        }
        if (quantile < 0.0) {
            return Double.NEGATIVE_INFINITY;
        }
        double sum = 0;
        int bin = 0;
        while (bin < hits.length - 1) {
            sum += hits[bin];
            if (sum / count > quantile) {
                break;
            }
            bin++;
        }
        return scheme.fromBin(bin);
    }

    /** How many values each bin has. */
    public float[] counts() {
        return hits.clone();
    }

    /** Forgets all values. */
    public void clear() {
        Arrays.fill(hits, 0.0f);
        count = 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < hits.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(String.format("%.10f", scheme.fromBin(i)))
                    .append(':')
                    .append(String.format("%.0f", hits[i]));
        }
        return text.append('}').toString();
    }

    /** Which bins there are. */
    public interface BinScheme {

        /** How many. */
        int bins();

        /** The bin of a value. */
        int toBin(double value);

        /** Where a bin starts. */
        double fromBin(int bin);
    }

    /** Bins of the same width; values outside count in the first or last. */
    public static class ConstantBinScheme implements BinScheme {

        private final int bins;
        private final double min;
        private final double width;

        /**
         * From min to max.
         *
         * @throws IllegalArgumentException if there are fewer than two bins
         */
        public ConstantBinScheme(int bins, double min, double max) {
            if (bins < 2) {
                throw new IllegalArgumentException("Must have at least 2 bins, not " + bins);
            }
            this.bins = bins;
            this.min = min;
            this.width = (max - min) / bins;
        }

        @Override
        public int bins() {
            return bins;
        }

        @Override
        public double fromBin(int bin) {
            if (bin < 0) {
                return Double.NEGATIVE_INFINITY;
            }
            return bin >= bins ? Double.POSITIVE_INFINITY : min + bin * width;
        }

        @Override
        public int toBin(double value) {
            return (int) Math.min(bins - 1.0, Math.max(0, Math.floor((value - min) / width)));
        }
    }

    /** Bins from 0 on, each wider than the one before by the width of the first. */
    public static class LinearBinScheme implements BinScheme {

        private final int bins;
        private final double max;
        private final double step;

        /**
         * From 0 to max.
         *
         * @throws IllegalArgumentException if there are fewer than two bins
         */
        public LinearBinScheme(int bins, double max) {
            if (bins < 2) {
                throw new IllegalArgumentException("Must have at least 2 bins, not " + bins);
            }
            this.bins = bins;
            this.max = max;
            this.step = 2 * max / (bins * (bins - 1.0));
        }

        @Override
        public int bins() {
            return bins;
        }

        @Override
        public double fromBin(int bin) {
            if (bin > bins - 1) {
                return Float.POSITIVE_INFINITY;
            }
            return bin < 0 ? Float.NEGATIVE_INFINITY : step * bin * (bin + 1.0) / 2;
        }

        @Override
        public int toBin(double value) {
            if (value < 0) {
                throw new IllegalArgumentException("Values less than 0.0 not accepted, but got " + value);
            }
            return value > max ? bins - 1 : (int) Math.min(bins - 1.0, -0.5 + 0.5 * Math.sqrt(1 + 8 * value / step));
        }
    }
}
