package io.headrace.common.utils;

/**
 * Counts down to a deadline. The time it works with stands still until {@link #update()} is called, so that a whole
 * series of decisions can be taken at one moment. Owned by one thread.
 */
public class Timer {
    private final Time time;
    private long startMs;
    private long currentTimeMs;
    private long deadlineMs;
    private long timeoutMs;

    Timer(Time time, long timeoutMs) {
        this.time = time;
        // nanoTime may be negative, so the first reading must not be compared with a zero that was never a time.
        this.currentTimeMs = time.hiResClockMs();
        reset(timeoutMs);
    }

    /** Whether the deadline had passed at the last update. */
    public boolean isExpired() {
        return currentTimeMs >= deadlineMs;
    }

    /** For how many milliseconds the timer had been expired at the last update; 0 if it had not. */
    public long isExpiredBy() {
        return Math.max(0, currentTimeMs - deadlineMs);
    }

    public boolean notExpired() {
        return !isExpired();
    }

    /** Reads the clock, then starts again with that timeout. */
    public void updateAndReset(long timeoutMs) {
        update();
        reset(timeoutMs);
    }

    /**
     * Starts again with that timeout, from the time of the last update on.
     *
     * @throws IllegalArgumentException if the timeout is negative
     */
    public void reset(long timeoutMs) {
        if (timeoutMs < 0) {
            throw new IllegalArgumentException("timeoutMs is negative: " + timeoutMs);
        }
        this.timeoutMs = timeoutMs;
        this.startMs = currentTimeMs;
        long deadline = currentTimeMs + timeoutMs;
        this.deadlineMs = deadline < currentTimeMs ? Long.MAX_VALUE : deadline;
    }

    /** Starts again with a deadline in milliseconds on this timer's clock. */
    public void resetDeadline(long deadlineMs) {
        this.timeoutMs = Math.max(0, deadlineMs - currentTimeMs);
        this.startMs = currentTimeMs;
        this.deadlineMs = deadlineMs;
    }

    /** Reads the clock. */
    public void update() {
        update(time.hiResClockMs());
    }

    /** Takes a time that was read elsewhere, from the same clock; one that lies back is ignored. */
    public void update(long currentTimeMs) {
        this.currentTimeMs = Math.max(currentTimeMs, this.currentTimeMs);
    }

    /** Milliseconds left at the last update; 0 if expired. */
    public long remainingMs() {
        return Math.max(0, deadlineMs - currentTimeMs);
    }

    /** The time of the last update. */
    public long currentTimeMs() {
        return currentTimeMs;
    }

    /** Milliseconds from the last reset to the last update. */
    public long elapsedMs() {
        return currentTimeMs - startMs;
    }

    /** The timeout of the last reset. */
    public long timeoutMs() {
        return timeoutMs;
    }

    /** Sleeps for that long or until the deadline, whichever is sooner, then reads the clock. */
    public void sleep(long durationMs) {
        time.sleep(Math.min(durationMs, remainingMs()));
        update();
    }
}
