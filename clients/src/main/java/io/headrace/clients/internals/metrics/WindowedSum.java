package io.headrace.clients.internals.metrics;

import java.util.concurrent.TimeUnit;

/**
 * Sum, count and maximum of what was recorded in the last few windows of time ({@code metrics.num.samples} of
 * {@code metrics.sample.window.ms}), for rates and averages.
 *
 * <p>Thread safe, by its own lock; meant to be recorded into once per batch or request, not per record.
 */
public final class WindowedSum {

    private final long windowNs;
    private final long[] startsNs;
    private final double[] sums;
    private final long[] counts;
    private final double[] maxima;
    private int current;
    private double total;
    private long totalCount;

    /** Starts empty at a time on {@link System#nanoTime()}'s scale. */
    public WindowedSum(int windows, long windowMs, long nowNs) {
        this.windowNs = TimeUnit.MILLISECONDS.toNanos(Math.max(1, windowMs));
        this.startsNs = new long[Math.max(1, windows)];
        this.sums = new double[startsNs.length];
        this.counts = new long[startsNs.length];
        this.maxima = new double[startsNs.length];
        reset(0, nowNs);
        for (int i = 1; i < startsNs.length; i++) {
            reset(i, nowNs);
        }
    }

    private void reset(int window, long nowNs) {
        startsNs[window] = nowNs;
        sums[window] = 0;
        counts[window] = 0;
        maxima[window] = Double.NEGATIVE_INFINITY;
    }

    /** Records one value. */
    public void record(double value, long nowNs) {
        record(value, 1, value, nowNs);
    }

    /** Records one number of something. */
    public void record(long value, long nowNs) {
        record((double) value, 1, (double) value, nowNs);
    }

    /** Records several values by their sum and largest. */
    public synchronized void record(double sum, long count, double max, long nowNs) {
        if (nowNs - startsNs[current] >= windowNs) {
            current = (current + 1) % startsNs.length;
            reset(current, nowNs);
        }
        sums[current] += sum;
        counts[current] += count;
        maxima[current] = Math.max(maxima[current], max);
        total += sum;
        totalCount += count;
    }

    /** The sum of everything ever recorded. */
    public synchronized double total() {
        return total;
    }

    /** How many values were ever recorded. */
    public synchronized double totalCount() {
        return (double) totalCount;
    }

    /** Sum per second over the windows. */
    public synchronized double ratePerSecond(long nowNs) {
        return perSecond(sum(nowNs), nowNs);
    }

    /** Number of values per second over the windows. */
    public synchronized double countPerSecond(long nowNs) {
        return perSecond((double) count(nowNs), nowNs);
    }

    /** The sum over the windows. */
    public synchronized double sum(long nowNs) {
        double sum = 0;
        for (int i = 0; i < startsNs.length; i++) {
            sum += isRecent(i, nowNs) ? sums[i] : 0;
        }
        return sum;
    }

    /** The number of values over the windows. */
    public synchronized long count(long nowNs) {
        long count = 0;
        for (int i = 0; i < startsNs.length; i++) {
            count += isRecent(i, nowNs) ? counts[i] : 0;
        }
        return count;
    }

    private double perSecond(double sum, long nowNs) {
        long oldestAgeNs = 0;
        for (int i = 0; i < startsNs.length; i++) {
            if (isRecent(i, nowNs)) {
                oldestAgeNs = Math.max(oldestAgeNs, nowNs - startsNs[i]);
            }
        }
        // A rate over less than all windows but the current one would jump about right after the start.
        long spanNs = Math.max(oldestAgeNs, (startsNs.length - 1) * windowNs);
        return spanNs <= 0 ? 0 : sum * TimeUnit.SECONDS.toNanos(1) / spanNs;
    }

    /** Average over the windows; NaN when nothing was recorded in them. */
    public synchronized double average(long nowNs) {
        long count = count(nowNs);
        return count == 0 ? Double.NaN : sum(nowNs) / count;
    }

    /** Largest value in the windows; NaN when nothing was recorded in them. */
    public synchronized double max(long nowNs) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < startsNs.length; i++) {
            if (isRecent(i, nowNs)) {
                max = Math.max(max, maxima[i]);
            }
        }
        return max == Double.NEGATIVE_INFINITY ? Double.NaN : max;
    }

    private boolean isRecent(int window, long nowNs) {
        return nowNs - startsNs[window] < startsNs.length * windowNs;
    }
}
