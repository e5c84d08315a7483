package io.headrace.broker.net;

import io.headrace.broker.loop.Loop;
import java.util.ArrayDeque;

/**
 * How many bytes the connections of one loop hold: requests that have arrived, wholly or in part, and answers that have
 * been brought into memory. Over the limit, connections that hold much stop reading until enough was given back; those
 * that hold little go on up to twice the limit, so that small requests pass while large ones queue.
 *
 * <p>The limit is one of pressure, not of single steps: a connection takes what it has already read, and stops before
 * the next read. Half received requests could hold everything and wait for each other for ever; so under pressure one
 * connection at a time is let on to the end of its request, the one that waits longest. It is closed when nothing comes
 * of it for a while, or when it is not done in time. So is, under pressure, one whose peer takes no answers.
 *
 * <p>Owner: the loop.
 */
public final class LoopMemory {

    /** A connection as seen from here. */
    interface Member {
        /** Stops reading until {@link #resumeReading()}. */
        void pauseReading();

        /** Reads on. */
        void resumeReading();

        /** How much of what is counted is this connection's. */
        long heldBytes();

        /** Whether it has received a part of a request. */
        boolean isInsideRequest();

        /** A number that grows with everything that is received. */
        long receivedBytes();

        /** Closes it, since it holds memory without getting on. */
        void evict();
    }

    /** Starts a timer; the loop's. */
    interface Timer {
        void after(long delayMs, Runnable command);
    }

    /** What a connection may hold without having to wait, as long as the limit is not passed twice over. */
    static final int SMALL_BYTES = 64 * 1024;

    static final long RELIEF_INTERVAL_MS = 500;

    /** How many intervals a connection that is let on may take. */
    static final int MOST_INTERVALS = 20;

    /** How many intervals in a row it may receive nothing in. */
    static final int MOST_IDLE_INTERVALS = 2;

    private final long limit;
    private final long resumeLevel;
    private final Timer timer;
    private final Runnable evictStalled;
    private final ArrayDeque<Member> waiting = new ArrayDeque<>();

    private long held;
    private boolean timerRuns;

    /** The connection that is let on, or null. */
    private Member favoured;

    private int intervals;
    private int idleIntervals;
    private long receivedBefore;

    /** A budget of {@code limit} bytes; {@code evictStalled} closes connections whose peers take no answers. */
    LoopMemory(long limit, Loop loop, Runnable evictStalled) {
        this(limit, (Timer) loop::later, evictStalled);
    }

    LoopMemory(long limit, Timer timer, Runnable evictStalled) {
        this.evictStalled = evictStalled;
        this.limit = limit;
        this.resumeLevel = limit - limit / 8;
        this.timer = timer;
    }

    /** Counts bytes that are in memory now. */
    void take(long bytes) {
        held += bytes;
    }

    /** Counts bytes that are gone, and lets connections read on that waited for it. */
    void giveBack(long bytes) {
        held -= bytes;
        while (held <= resumeLevel && !waiting.isEmpty()) {
            waiting.poll().resumeReading();
        }
    }

    /** Whether the limit is passed. */
    boolean isFull() {
        return held > limit;
    }

    /** The bytes that are counted. */
    long held() {
        return held;
    }

    /** Makes a connection wait, if memory is short and it is not the one that is let on. */
    void admitNextRead(Member member) {
        if (!isFull() || member == favoured) {
            return;
        }
        startTimer();
        if (member.heldBytes() > SMALL_BYTES || held > 2 * limit) {
            member.pauseReading();
            waiting.addLast(member);
        }
    }

    /** A request of this connection has arrived wholly: it is not let on beyond that. */
    void requestComplete(Member member) {
        if (member == favoured) {
            favoured = null;
        }
    }

    /** Forgets a connection that was closed. */
    void remove(Member member) {
        waiting.remove(member);
        if (member == favoured) {
            favoured = null;
        }
    }

    private void startTimer() {
        if (!timerRuns) {
            timerRuns = true;
            timer.after(RELIEF_INTERVAL_MS, this::relieve);
        }
    }

    private void relieve() {
        timerRuns = false;
        if (isFull()) {
            evictStalled.run();
        } else if (waiting.isEmpty() && favoured == null) {
            return;
        }
        startTimer();
        if (favoured != null && !isGettingOn()) {
            Member slow = favoured;
            favoured = null;
            slow.evict();
        }
        if (!isFull()) {
            resumeAll();
        } else if (favoured == null) {
            favourNext();
        }
    }

    /** What is held may stay below the limit and above the level to resume at for ever, when all who hold it wait. */
    private void resumeAll() {
        while (!waiting.isEmpty()) {
            waiting.poll().resumeReading();
        }
    }

    private boolean isGettingOn() {
        intervals++;
        idleIntervals = favoured.receivedBytes() == receivedBefore ? idleIntervals + 1 : 0;
        receivedBefore = favoured.receivedBytes();
        return intervals < MOST_INTERVALS && idleIntervals < MOST_IDLE_INTERVALS;
    }

    private void favourNext() {
        for (Member candidate : waiting) {
            if (candidate.isInsideRequest()) {
                waiting.remove(candidate);
                favoured = candidate;
                intervals = 0;
                idleIntervals = 0;
                receivedBefore = candidate.receivedBytes();
                candidate.resumeReading();
                return;
            }
        }
    }
}
