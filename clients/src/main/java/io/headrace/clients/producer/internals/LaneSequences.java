package io.headrace.clients.producer.internals;

/**
 * The idempotent producer's numbers for one partition: which identity it writes with, and which sequence comes next.
 *
 * <p>A broker takes a batch only if its sequence follows the last one of the same producer id and epoch in that partition.
 * When a sequence was given out and its batch neither was nor can be taken in, all that follow would be refused: then the
 * partition starts again with a higher epoch and sequence 0, which a broker accepts (KIP-360). Brokers keep this state per
 * partition, so one partition's new epoch does not concern the others.
 *
 * <p>A batch that was given up without knowing whether the broker took it in leaves a gap only perhaps: if one that follows
 * is taken in under its old sequence, there is none.
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

    /** Whether a batch was given up, after which {@link #afterGap} is the next sequence. */
    private boolean hasGap;

    private int afterGap;

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
        hasGap = false;
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
            hasGap &= isBefore(firstSequence, afterGap);
        }
    }

    /** A batch was given up: nobody will send it again, and whether the broker has taken it in is not known. */
    void lost(long id, short batchEpoch, int firstSequence, int records) {
        if (id == producerId && batchEpoch == epoch) {
            int end = plus(firstSequence, records);
            afterGap = hasGap && isBefore(end, afterGap) ? afterGap : end;
            hasGap = true;
        }
    }

    /** Whether there may be sequences that the broker will never see. */
    boolean hasGap() {
        return hasGap;
    }

    /** Whether the broker has taken in anything under this identity: before that, nothing may overtake the first batch. */
    boolean isEstablished() {
        return lastAcknowledged != NONE;
    }

    /** The broker's count is another than this one; {@link #restart} is due when nothing is in flight any more. */
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
            hasGap = false;
            return false;
        }
        start(producerId, (short) (epoch + 1));
        return true;
    }

    /** Whether a sequence comes before another, both from the same stretch of a few batches. */
    private static boolean isBefore(int sequence, int other) {
        int ahead = (other - sequence) & Integer.MAX_VALUE;
        return ahead != 0 && ahead <= Integer.MAX_VALUE / 2;
    }

    /** Sequences count on from 0 after the largest int. */
    static int plus(int sequence, int records) {
        return (int) ((sequence + (long) records) & Integer.MAX_VALUE);
    }
}
