package io.headrace.testsupport;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a condition by asking again and again, so that no test sleeps for a guessed time.
 *
 * <p>Thread safe: it has no state.
 */
public final class Await {

    /** Long enough for a loaded machine with two cores; a condition that holds ends the wait at once. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final long POLL_NS = 2_000_000;

    private Await() {}

    /** Waits up to {@link #DEFAULT_TIMEOUT} for {@code condition}, and fails with {@code what} if it does not come. */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, DEFAULT_TIMEOUT, condition);
    }

    /**
     * Waits for {@code condition}.
     *
     * @param what what is waited for, named in the failure
     * @param timeout how long to wait at most
     * @param condition asked every 2 ms; an exception it throws counts as "not yet" and is the cause of the failure
     * @throws AssertionError when the condition does not hold in time
     */
    public static void until(String what, Duration timeout, Callable<Boolean> condition) {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        Exception last = null;
        while (true) {
            try {
                last = null;
                if (condition.call()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new AssertionError("not within " + timeout + ": " + what, last);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for: " + what, last);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
