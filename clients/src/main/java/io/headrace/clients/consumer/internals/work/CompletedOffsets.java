package io.headrace.clients.consumer.internals.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Which records of one partition are done, when they are done in any order: up to where they all are, may be committed.
 *
 * <pre>
 *   begun   10 11 12 15 16      (13 and 14 are no records: compacted away, or a transaction's marker)
 *   done    10 11    15
 *   committable: 12
 * </pre>
 *
 * <p>Pure: no clock, no I/O. Not thread safe.
 */
final class CompletedOffsets {

    /** What {@link #committable()} is before anything was read. */
    static final long NOTHING = -1;

    private final Deque<Long> open = new ArrayDeque<>();
    private final Set<Long> doneAhead = new HashSet<>();
    private long end = NOTHING;

    /**
     * A record's handling begins.
     *
     * @throws IllegalArgumentException when it is not behind all that were begun before
     */
    void begin(long offset) {
        if (offset < end) {
            throw new IllegalArgumentException("offset " + offset + " was read before: reading is at " + end);
        }
        open.addLast(offset);
        end = offset + 1;
    }

    /** Whether reading is behind this offset already, so that it cannot be begun any more. */
    boolean isBehind(long offset) {
        return offset < end;
    }

    /** Reading got so far, perhaps over something that is no record. */
    void reach(long nextOffset) {
        end = Math.max(end, nextOffset);
    }

    /** A record is done. */
    void complete(long offset) {
        doneAhead.add(offset);
        while (!open.isEmpty() && doneAhead.remove(open.peekFirst())) {
            open.removeFirst();
        }
    }

    /** The first offset that is not done: what a commit may say. {@link #NOTHING} before anything was read. */
    long committable() {
        return open.isEmpty() ? end : open.peekFirst();
    }

    /** How many records were begun and cannot be committed yet. */
    int open() {
        return open.size();
    }
}
