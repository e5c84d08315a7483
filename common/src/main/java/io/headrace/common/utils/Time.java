package io.headrace.common.utils;

import io.headrace.common.errors.TimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A clock and the ways to wait by it, as an object, so that tests can put one of their own in its place. */
public interface Time {
    /** The computer's clock. */
    @SuppressWarnings(
            "ClassInitializationDeadlock") // only this line names SystemTime, and it is not initialized on its own
    Time SYSTEM = new SystemTime();

    /** Milliseconds since the epoch. May jump when the computer's clock is set. */
    long milliseconds();

    /** {@link #nanoseconds()} in milliseconds: never goes back, and has no meaning but in differences. */
    default long hiResClockMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoseconds());
    }

    /** Nanoseconds since some fixed moment: never goes back, and has no meaning but in differences. */
    long nanoseconds();

    /** Sleeps that many milliseconds; returns early, with the interrupt status set, if the thread is interrupted. */
    void sleep(long ms);

    /**
     * Waits until the condition holds, asking again whenever the object is notified.
     *
     * @param deadlineMs when to give up, by {@link #milliseconds()}
     * @throws TimeoutException if the condition does not hold by then
     */
    void waitObject(Object obj, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException;

    /** A timer that expires after that many milliseconds. */
    default Timer timer(long timeoutMs) {
        return new Timer(this, timeoutMs);
    }

    default Timer timer(Duration timeout) {
        return timer(timeout.toMillis());
    }

    /**
     * Waits for the future's result.
     *
     * @param deadlineNs when to give up, by {@link #nanoseconds()}
     * @throws java.util.concurrent.TimeoutException if there is no result by then
     */
    default <T> T waitForFuture(Future<T> future, long deadlineNs)
            throws java.util.concurrent.TimeoutException, InterruptedException, ExecutionException {
        long remainingNs = Math.max(0, deadlineNs - nanoseconds());
        return future.get(remainingNs, TimeUnit.NANOSECONDS);
    }
}
