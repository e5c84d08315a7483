package io.headrace.clients.consumer.internals.group;

import java.util.function.IntUnaryOperator;

/**
 * When a member of the classic protocol is to heartbeat next, and since when the coordinator has been silent. Decides only;
 * whether heartbeats are expected at all is the member's to know.
 *
 * <p>After a rebalance of the cooperative kind another one follows at once when a member has to give partitions up, and
 * nobody but that member knows of it. So that the others do not learn of it a whole interval later, the first heartbeats
 * after such a rebalance follow each other in steps that begin at a part of the interval and double until they reach it.
 * After an eager rebalance nothing follows of itself, and hurrying would only break up joins that come close together.
 *
 * <p>Owner: the client's loop.
 */
final class Heartbeats {

    static final long NEVER = Long.MAX_VALUE;

    /** The first step after a cooperative rebalance is this part of the interval. */
    private static final int FIRST_STEP = 16;

    private final long intervalNs;
    private final long sessionNs;
    private final IntUnaryOperator backoffMs;

    private boolean isUnderWay;
    private long stepNs;
    private long nextNs = NEVER;
    private long lastHeardNs;
    private int failures;

    /** @param backoffMs the delay after so many failures before */
    Heartbeats(GroupSettings settings, IntUnaryOperator backoffMs) {
        this.intervalNs = ns(settings.heartbeatIntervalMs());
        this.sessionNs = ns(settings.sessionTimeoutMs());
        this.backoffMs = backoffMs;
        this.stepNs = intervalNs;
    }

    private static long ns(long ms) {
        return ms * 1_000_000;
    }

    /** None is to be sent until the group has been joined, from now on. */
    void pause(long nowNs) {
        nextNs = NEVER;
        lastHeardNs = nowNs;
    }

    /** None is to be sent until the group has been joined. */
    void stop() {
        nextNs = NEVER;
    }

    /** The group has been joined. */
    void joined(long nowNs) {
        heard(nowNs);
        stepNs = intervalNs;
        nextNs = nowNs + stepNs;
    }

    /** The member has its assignment. */
    void assigned(boolean isCooperative, long nowNs) {
        heard(nowNs);
        if (isCooperative) {
            stepNs = intervalNs / FIRST_STEP;
            nextNs = nowNs + stepNs;
        }
    }

    /** The coordinator has answered something. */
    void heard(long nowNs) {
        lastHeardNs = nowNs;
        failures = 0;
    }

    /** A heartbeat has come back, with an answer or without. */
    void returned() {
        isUnderWay = false;
    }

    /** A heartbeat did not reach the coordinator, or one that could not take it. */
    void missed(long nowNs) {
        nextNs = nowNs + ns(backoffMs.applyAsInt(failures++));
    }

    boolean isDue(long nowNs) {
        return nextNs != NEVER && !isUnderWay && nowNs - nextNs >= 0;
    }

    void sent(long nowNs) {
        isUnderWay = true;
        stepNs = Math.min(2 * stepNs, intervalNs);
        nextNs = nowNs + stepNs;
    }

    /** Whether nothing was heard for the time of a session; says so once in that time. */
    boolean isSilent(long nowNs) {
        if (nowNs - (lastHeardNs + sessionNs) < 0) {
            return false;
        }
        lastHeardNs = nowNs;
        return true;
    }

    /** How long it is until {@link #isDue} or {@link #isSilent} can be true. */
    long leftNs(long nowNs) {
        long silentNs = lastHeardNs + sessionNs - nowNs;
        return nextNs == NEVER || isUnderWay ? silentNs : Math.min(silentNs, nextNs - nowNs);
    }
}
