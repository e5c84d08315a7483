package io.headrace.clients.producer.internals;

/**
 * The idempotent producer's numbers for one partition: which identity it writes with, and which sequence comes next.
 *
 * <p>A broker takes a batch only if its sequence follows the last one of the same producer id and epoch in that partition.
 * When a sequence was given out and its batch neither was nor can be taken in, all that follow would be refused: then the
 * partition starts again with a higher epoch and sequence 0, which a broker accepts (KIP-360). Brokers keep this state per
 * partition, so one partition's new epoch does not concern the others.
 *
 * <p>Owner: the client's loop.
 */
final class LaneSequences {

    static final int NONE = -1;

    private long producerId = NONE;
    private short epoch = NONE;
    private int next;
    private int lastAcknowledged = NONE;
    private boolean mustRestart;

    boolean hasIdentity() {
        return producerId != NONE;
    }

    long producerId() {
        return producerId;
    }

    short epoch() {
        return epoch;
    }

    /** Starts to write with an identity, at sequence 0. */
    void start(long id, short firstEpoch) {
        producerId = id;
        epoch = firstEpoch;
        next = 0;
        lastAcknowledged = NONE;
        mustRestart = false;
    }

    /** Gives out the sequences of a batch; returns the first. */
    int take(int records) {
        int first = next;
        next = plus(first, records);
        return first;
    }

    /** The broker has taken a batch in. */
    void acknowledged(long id, short batchEpoch, int firstSequence, int records) {
        if (id == producerId && batchEpoch == epoch) {
            lastAcknowledged = plus(firstSequence, records - 1);
        }
    }

    /** Whether the broker has taken in anything under this identity: before that, nothing may overtake the first batch. */
    boolean isEstablished() {
        return lastAcknowledged != NONE;
    }

    /** Whether a batch comes right after the last one that the broker took in. */
    boolean isNext(int firstSequence) {
        return firstSequence == (lastAcknowledged == NONE ? 0 : plus(lastAcknowledged, 1));
    }

    /** Sequences were lost; {@link #restart} is due when nothing is in flight any more. */
    void requireRestart() {
        mustRestart = true;
    }

    boolean mustRestart() {
        return mustRestart;
    }

    /**
     * Starts again under the next epoch.
     *
     * @return false when epochs are used up and a new producer id is needed
     */
    boolean restart() {
        if (epoch == Short.MAX_VALUE) {
            producerId = NONE;
            mustRestart = false;
            return false;
        }
        start(producerId, (short) (epoch + 1));
        return true;
    }

    /** Sequences count on from 0 after the largest int. */
    static int plus(int sequence, int records) {
        return (int) ((sequence + (long) records) & Integer.MAX_VALUE);
    }
}
