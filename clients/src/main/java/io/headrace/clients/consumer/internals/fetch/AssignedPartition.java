package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.TopicPartition;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A partition of the assignment as the application sees it. Owner: the polling thread.
 */
public final class AssignedPartition {

    static final long NO_POSITION = -1;

    final TopicPartition partition;
    final Cursor cursor;

    /** Counts the seeks, resets and restarts; what was fetched for an older one is not for the application. */
    int generation;

    /** Offset of the next record to hand out; {@link #NO_POSITION} while it is being looked for. */
    long position = NO_POSITION;

    /** Leader epoch of the last record before {@link #position}, or {@link Cursor#NO_EPOCH}. */
    int positionEpoch = Cursor.NO_EPOCH;

    /** Where to go on when there is no position. */
    OffsetReset resetTo;

    boolean paused;

    /** Whether the application has subscribed to something else, and the group has not taken the partition away yet. */
    boolean unwanted;

    /** Whether for one of these reasons nothing is handed out, as the loop was told last. */
    boolean held;

    /** What was fetched and is not handed out, since the partition is held; oldest first. */
    final Deque<Fetched> parked = new ArrayDeque<>();

    boolean isEndAskedFor;

    AssignedPartition(TopicPartition partition, OffsetReset resetTo) {
        this.partition = partition;
        this.cursor = new Cursor(partition);
        this.resetTo = resetTo;
    }

    public TopicPartition partition() {
        return partition;
    }

    public boolean hasPosition() {
        return position != NO_POSITION;
    }

    /** The offset of the next record to hand out, if it {@link #hasPosition}. */
    public long position() {
        return position;
    }

    /** How far the partition goes; null until its broker has said so. Safe from any thread. */
    public Watermarks watermarks() {
        return cursor.watermarks;
    }

    /** The follower that it is read from, -1 for the leader. Safe from any thread. */
    public int preferredReplica() {
        return cursor.preferredReplica;
    }

    /** Whether something fetched is about this assignment, and of the present generation. */
    boolean owns(Fetched fetched) {
        return fetched.cursor() == cursor && fetched.generation() == generation;
    }
}
