package io.headrace.broker.net;

import java.util.ArrayDeque;

/**
 * How many bytes the connections of one loop hold: requests that have arrived, wholly or in part, and answers that have
 * been brought into memory. Over the limit, connections stop reading until enough was given back.
 *
 * <p>The limit is one of pressure, not of single steps: a connection takes what it has already read, and stops before
 * the next read. Half received requests could hold everything and wait for each other for ever; so under pressure one
 * connection at a time is let on (the one that waits longest), and is closed when it does not get to the end of its
 * request in time.
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

        /** Whether it has received a part of a request. */
        boolean isInsideRequest();

        /** Closes it, since it holds memory without getting on. */
        void evict();
    }

    /** Starts a timer; the loop's. */
    interface Timer {
        void after(long delayMs, Runnable command);
    }

    static final long RELIEF_INTERVAL_MS = 500;
    static final int PATIENCE_INTERVALS = 20;

    private final long limit;
    private final long resumeLevel;
    private final Timer timer;
    private final ArrayDeque<Member> waiting = new ArrayDeque<>();

    private long held;
    private Member favoured;
    private int favouredIntervals;
    private boolean timerRuns;

    /** A budget of {@code limit} bytes. */
    public LoopMemory(long limit, io.headrace.broker.loop.Loop loop) {
        this(limit, (Timer) loop::after);
    }

    LoopMemory(long limit, Timer timer) {
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
            resume(waiting.poll());
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
        if (isFull() && member != favoured) {
            member.pauseReading();
            waiting.addLast(member);
            startTimer();
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
        if (waiting.isEmpty() && favoured == null) {
            return;
        }
        startTimer();
        if (!isFull()) {
            giveBack(0);
            return;
        }
        if (favoured != null) {
            favouredIntervals++;
            if (favouredIntervals < PATIENCE_INTERVALS) {
                return;
            }
            Member slow = favoured;
            favoured = null;
            slow.evict();
        }
        for (Member candidate : waiting) {
            if (candidate.isInsideRequest()) {
                waiting.remove(candidate);
                favoured = candidate;
                favouredIntervals = 0;
                resume(candidate);
                return;
            }
        }
    }

    private static void resume(Member member) {
        member.resumeReading();
    }
}
