package io.headrace.testsupport;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time that moves only when a test says so.
 *
 * <p>Owner: the test's thread; {@link #nanoTime()} and {@link #millis()} may be read from others.
 */
public final class ManualClock {

    private volatile long nowNs;

    /** Starts at {@code startMs} milliseconds since the epoch. */
    public ManualClock(long startMs) {
        this.nowNs = Duration.ofMillis(startMs).toNanos();
    }

    /** Moves time forward. */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + by);
        }
        nowNs += by.toNanos();
    }

    /** Nanoseconds, as {@link System#nanoTime()} would give them. */
    public long nanoTime() {
        return nowNs;
    }

    /** Milliseconds since the epoch. */
    public long millis() {
        return Duration.ofNanos(nowNs).toMillis();
    }

    /** This clock's {@link #millis()} for what takes a supplier. */
    public LongSupplier asMillis() {
        return this::millis;
    }

    /** This clock's {@link #nanoTime()} for what takes a supplier. */
    public LongSupplier asNanos() {
        return this::nanoTime;
    }
}
