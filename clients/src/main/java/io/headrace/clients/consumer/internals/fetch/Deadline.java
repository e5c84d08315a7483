package io.headrace.clients.consumer.internals.fetch;

import java.time.Duration;

/**
 * Until when a call of the application may take. Immutable.
 *
 * @param atNs as {@link System#nanoTime()}
 * @param timeoutMs how long that was from the beginning, for messages
 */
public record Deadline(long atNs, long timeoutMs) {

    /** Long enough to be for ever, short enough to be added to any time. */
    private static final long LONGEST_MS = Long.MAX_VALUE / 4_000_000;

    /**
     * A deadline so long from now; very long ones count as for ever.
     *
     * @throws IllegalArgumentException when the timeout is negative
     */
    public static Deadline after(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("Timeout must not be negative");
        }
        if (timeout.toSeconds() > LONGEST_MS / 1_000) {
            return new Deadline(System.nanoTime() + LONGEST_MS * 1_000_000, LONGEST_MS);
        }
        return new Deadline(System.nanoTime() + timeout.toNanos(), timeout.toMillis());
    }
}
