package io.headrace.group.classic;

/**
 * Until when a member is believed to live, and when that is looked at next. Soft: after a restart every member gets a
 * full session timeout. Owner: {@link Sessions}.
 */
final class Session {
    /** There is no timer. */
    static final long UNWATCHED = Long.MAX_VALUE;

    private long deadlineMs;
    private long timerDueMs = UNWATCHED;
    private boolean fresh;

    /** The member has to show that it lives before that time. */
    long deadlineMs() {
        return deadlineMs;
    }

    void deadlineMs(long deadline) {
        deadlineMs = deadline;
    }

    /** When the timer fires; {@link #UNWATCHED} without one. */
    long timerDueMs() {
        return timerDueMs;
    }

    void timerDueMs(long due) {
        timerDueMs = due;
    }

    /**
     * Whether the member has not been through a rebalance yet. It may not know its id, so it cannot send heartbeats, and
     * waiting for a join does not prove that it lives.
     */
    boolean isFresh() {
        return fresh;
    }

    void fresh(boolean isFresh) {
        fresh = isFresh;
    }
}
