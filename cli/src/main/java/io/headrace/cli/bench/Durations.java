package io.headrace.cli.bench;

/**
 * Counts durations in buckets whose width grows with what they hold, so that any number of them takes the same memory and a
 * quantile is at most 1/64 too large. Owner: whoever adds; not for several threads.
 */
final class Durations {
    private static final int BITS = 6;
    private static final int STEPS = 1 << BITS;

    private final long[] counts = new long[(64 - BITS) * STEPS + STEPS];
    private long count;
    private long maxNs;

    void add(long ns) {
        long value = Math.max(0, ns);
        counts[bucket(value)]++;
        count++;
        maxNs = Math.max(maxNs, value);
    }

    /** The duration that this part of all is not longer than; 0 when there are none. */
    long quantileNs(double part) {
        long rank = Math.max(1, (long) Math.ceil(part * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(maxNs, largest(i));
            }
        }
        return maxNs;
    }

    long maxNs() {
        return maxNs;
    }

    /** Small values have a bucket each; of larger ones, the leading bits count. */
    private static int bucket(long value) {
        int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(value) - BITS - 1);
        return shift * STEPS + (int) (value >>> shift);
    }

    private static long largest(int bucket) {
        int shift = Math.max(0, bucket / STEPS - 1);
        long leading = bucket - (long) shift * STEPS;
        return ((leading + 1) << shift) - 1;
    }
}
