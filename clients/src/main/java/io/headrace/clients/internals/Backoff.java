package io.headrace.clients.internals;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after the n-th failure in a row: doubles from an initial delay up to a maximum, and is then moved by up
 * to 20 % either way, but not over the maximum, so that clients that failed together do not come back together. A delay that
 * does not grow is not moved either, as in Kafka's clients. Immutable.
 */
public final class Backoff {

    private static final double JITTER = 0.2;
    private static final int LARGEST_SHIFT = 40;

    private final long initialMs;
    private final long maxMs;
    private final DoubleSupplier random;

    /** With a random generator of its own. An initial delay over the maximum counts as the maximum. */
    public Backoff(long initialMs, long maxMs) {
        this(initialMs, maxMs, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param random gives numbers from 0 (inclusive) to 1 (exclusive) */
    Backoff(long initialMs, long maxMs, DoubleSupplier random) {
        if (initialMs < 0 || maxMs < 0) {
            throw new IllegalArgumentException("negative delay: " + initialMs + " ms to " + maxMs + " ms");
        }
        this.initialMs = Math.min(initialMs, maxMs);
        this.maxMs = maxMs;
        this.random = random;
    }

    /**
     * The delay before the next attempt.
     *
     * @param failuresBefore attempts that failed so far, not counting the one that just did: 0 gives the initial delay
     * @return milliseconds; 0 only if the initial delay is 0
     */
    public long delayMs(int failuresBefore) {
        if (initialMs == 0 || initialMs == maxMs) {
            return initialMs;
        }
        int shift = Math.min(Math.max(failuresBefore, 0), LARGEST_SHIFT);
        double exact = Math.min((double) maxMs, initialMs * (double) (1L << shift));
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        return Math.min(maxMs, Math.max(1, Math.round(exact * factor)));
    }
}
