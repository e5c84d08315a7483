package io.headrace.clients.producer.internals.transactions;

import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/** When the next request may be sent, after others have failed. Owner: the machine. */
final class Pace {

    /** How long the markers of the transaction before take at first guess; Kafka's client waits as long. */
    private static final long SOON_MS = 20;

    private static final int LARGEST_SHIFT = 10;

    private final IntToLongFunction backoffMs;
    private int failures;
    private long notBeforeNs;

    /** @param backoffMs how long to wait after a failure, given how many there were before it in a row */
    Pace(IntToLongFunction backoffMs) {
        this.backoffMs = backoffMs;
    }

    void failed(long nowNs) {
        later(nowNs, backoffMs.applyAsLong(failures++));
    }

    /** What is in the way will be gone in a moment: look again sooner than after a failure. */
    void hindered(long nowNs) {
        long soonMs = SOON_MS << Math.min(failures, LARGEST_SHIFT);
        later(nowNs, Math.min(soonMs, backoffMs.applyAsLong(failures++)));
    }

    private void later(long nowNs, long delayMs) {
        notBeforeNs = nowNs + TimeUnit.MILLISECONDS.toNanos(delayMs);
    }

    void succeeded() {
        failures = 0;
    }

    boolean isHeldUp(long nowNs) {
        return failures > 0 && notBeforeNs - nowNs > 0;
    }

    long notBeforeNs() {
        return notBeforeNs;
    }
}
