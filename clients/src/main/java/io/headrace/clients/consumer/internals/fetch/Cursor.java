package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;

/**
 * A partition being fetched: where to go on, and from whom.
 *
 * <p>Owner: the client's loop, for all but {@link #partition}, {@link #watermarks} and {@link #preferredReplica} (published
 * by the loop, read by anyone) and {@link #account} (owned by the queue). The polling thread makes cursors and names them in its commands, and never
 * reads their state.
 */
final class Cursor {

    /** What a cursor does. */
    enum Phase {
        /** No position: waits for a command. */
        IDLE,
        /** A reset is under way: an offset is being asked for. */
        LOOKING_UP,
        /** The leader changed: whether it has what was read is being asked for. */
        VALIDATING,
        /** Records are wanted from {@link #fetchOffset} on. */
        FETCHING,
        /** A failure is on its way to the application, which starts the partition again. */
        FAILED,
        /** Not assigned any more. */
        CLOSED
    }

    static final int NO_NODE = -1;
    static final int NO_EPOCH = -1;

    final TopicPartition partition;
    final FetchQueue.Account account = new FetchQueue.Account(this);

    volatile Watermarks watermarks;

    int generation;
    Phase phase = Phase.IDLE;
    long fetchOffset;

    /** Epoch of the last record before {@link #fetchOffset}, for validation. */
    int offsetEpoch = NO_EPOCH;

    /** Whether the application named {@link #offsetEpoch}, and the leader was not asked about it yet. */
    boolean isUnvalidated;

    boolean paused;
    Uuid topicId = Uuid.ZERO_UUID;
    int leaderId = NO_NODE;
    int leaderEpoch = NO_EPOCH;

    /** A follower that the leader named to read from, and until when (KIP-392). */
    volatile int preferredReplica = NO_NODE;

    long preferredUntilNs;

    /** The broker it is fetched from; null while none is known. */
    BrokerSource source;

    /** Failed attempts in a row, and whether the delay after the last one still runs. */
    int failures;

    boolean backingOff;

    /** Since when there is no room in the queue for it. */
    boolean full;

    Cursor(TopicPartition partition) {
        this.partition = partition;
    }

    /** Whether records are wanted, room in the queue aside. */
    boolean wantsRecords() {
        return phase == Phase.FETCHING && !paused && !backingOff;
    }

    boolean hasTopicId() {
        return !Uuid.ZERO_UUID.equals(topicId);
    }

    @Override
    public String toString() {
        return partition + "(" + phase + " at " + fetchOffset + ", generation " + generation + ", leader " + leaderId
                + " epoch " + leaderEpoch + ")";
    }
}
