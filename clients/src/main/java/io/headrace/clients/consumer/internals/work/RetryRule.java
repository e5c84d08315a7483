package io.headrace.clients.consumer.internals.work;

import java.time.Duration;

/**
 * How often a failed record is tried, and how long to wait before. Immutable.
 *
 * @param attempts how often in all; at least 1
 * @param firstNs the wait before the second attempt; doubles with each
 * @param longestNs the longest wait
 */
public record RetryRule(int attempts, long firstNs, long longestNs) {

    /** After the last attempt. */
    static final long NEVER = -1;

    private static final int MOST_DOUBLINGS = 40;

    /** One attempt only. */
    public static final RetryRule NONE = new RetryRule(1, 0, 0);

    /**
     * The rule as an application says it.
     *
     * @throws IllegalArgumentException when a value makes no sense; names it
     */
    public static RetryRule of(int attempts, Duration first, Duration longest) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, and is " + attempts);
        }
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "waits must not be negative, and the longest not below the first: " + first + ", " + longest);
        }
        return new RetryRule(attempts, first.toNanos(), longest.toNanos());
    }

    /** How long to wait after a number of failed attempts; {@link #NEVER} when that was the last one. */
    long waitNs(int failed) {
        if (failed >= attempts) {
            return NEVER;
        }
        int doublings = Math.min(failed - 1, MOST_DOUBLINGS);
        return firstNs > (longestNs >> doublings) ? longestNs : firstNs << doublings;
    }
}
