package io.headrace.log.compact;

import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps all compactions of a broker together below a number of bytes read and written per second.
 *
 * <p>Thread safe: the account is guarded by this object's lock, which is not held while a thread waits.
 */
public final class IoThrottle {

    private static final double NS_PER_S = 1e9;

    /** So much may be spent at once; a buffer of bytes then seldom makes a thread wait for less than a timer can. */
    private static final long CREDIT_NS = 50_000_000;

    private final DoubleSupplier bytesPerSecond;
    private final LongSupplier nanoClock;
    private long paidUntilNs;

    /**
     * An account that nothing was spent from.
     *
     * @param bytesPerSecond {@code log.cleaner.io.max.bytes.per.second}, which may change
     */
    public IoThrottle(DoubleSupplier bytesPerSecond, LongSupplier nanoClock) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoClock = nanoClock;
        this.paidUntilNs = nanoClock.getAsLong() - CREDIT_NS;
    }

    /** Counts bytes, and says for how many ns the caller has to wait before the next ones. */
    public synchronized long waitNs(long bytes) {
        double rate = bytesPerSecond.getAsDouble();
        long nowNs = nanoClock.getAsLong();
        paidUntilNs = Math.max(paidUntilNs, nowNs - CREDIT_NS);
        // A rate near 0 would take the sum over the end of time.
        paidUntilNs += (long) Math.min(bytes * NS_PER_S / rate, 3600 * NS_PER_S);
        return Math.max(0, paidUntilNs - nowNs);
    }

    /** Waits; ends early when the thread is interrupted or unparked. */
    public static void pause(long ns) {
        if (ns > 0) {
            LockSupport.parkNanos(ns);
        }
    }
}
