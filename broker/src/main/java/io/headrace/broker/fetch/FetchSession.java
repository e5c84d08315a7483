package io.headrace.broker.fetch;

/**
 * A fetch session (KIP-227): what a reader subscribed to, so that it sends and is sent only what changed.
 *
 * <p>Owner: the loop of its {@link FetchSessions}.
 */
public final class FetchSession {

    private static final int FIRST_INCREMENTAL_EPOCH = 1;

    private final int id;
    private final boolean byTopicId;
    private final FetchSet set;

    private int nextEpoch = FIRST_INCREMENTAL_EPOCH;
    private long lastUsedMs;

    /** The fetch that waits in it, if one does: ends when the next one comes. */
    private Fetch waiting;

    FetchSession(int id, boolean byTopicId, FetchSet set, long nowMs) {
        this.id = id;
        this.byTopicId = byTopicId;
        this.set = set;
        this.lastUsedMs = nowMs;
    }

    /** Its number. */
    public int id() {
        return id;
    }

    boolean isByTopicId() {
        return byTopicId;
    }

    FetchSet set() {
        return set;
    }

    long lastUsedMs() {
        return lastUsedMs;
    }

    /** Whether a request is the next one of this session; if so, the one after it is expected from now on. */
    boolean accept(int epoch, long nowMs) {
        if (epoch != nextEpoch) {
            return false;
        }
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? FIRST_INCREMENTAL_EPOCH : nextEpoch + 1;
        lastUsedMs = nowMs;
        return true;
    }

    /** Ends a fetch that still waits in it. */
    void endWaiting() {
        if (waiting != null) {
            Fetch ended = waiting;
            waiting = null;
            ended.finishNow();
        }
    }

    void waits(Fetch fetch) {
        waiting = fetch;
    }

    void waitsNoMore(Fetch fetch) {
        if (waiting == fetch) {
            waiting = null;
        }
    }
}
