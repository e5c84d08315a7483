package io.headrace.clients.internals.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How fast a counter grows, from its values at earlier readings: since the latest reading that is at least as old as the
 * windows are long together, or since the start. So whoever counts need not know of windows.
 *
 * <p>Thread safe, by its monitor.
 */
public final class CounterRate {

    private final DoubleSupplier counter;
    private final long spanNs;
    private final long startNs = System.nanoTime();

    private long olderNs = startNs;
    private double older;
    private long newerNs = startNs;
    private double newer;

    CounterRate(DoubleSupplier counter, long spanMs) {
        this.counter = counter;
        this.spanNs = TimeUnit.MILLISECONDS.toNanos(Math.max(1, spanMs));
    }

    /** Growth per second. */
    public synchronized double perSecond() {
        return at(System.nanoTime());
    }

    synchronized double at(long nowNs) {
        double value = counter.getAsDouble();
        if (nowNs - newerNs >= spanNs) {
            olderNs = newerNs;
            older = newer;
            newerNs = nowNs;
            newer = value;
        }
        // In the first windows as if they had all passed, so that the rate does not jump about.
        long passedNs = Math.max(nowNs - olderNs, spanNs);
        return (value - older) * TimeUnit.SECONDS.toNanos(1) / passedNs;
    }
}
