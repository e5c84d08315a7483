package io.headrace.clients.producer.internals;

/**
 * Under which producer id, epoch and sequence a partition's batches go out. A producer that is not idempotent has none of
 * that, and lets everything pass.
 *
 * <p>Owner: the client's loop.
 */
final class BatchStamps {

    private final boolean isIdempotent;
    private final IdentitySource ids;

    BatchStamps(ProducerSettings settings, IdentitySource ids) {
        this.isIdempotent = settings.isIdempotent();
        this.ids = ids;
    }

    /**
     * Whether a partition can get in line for its leader. If not, it is settled again when there is an identity, or when what
     * is in flight under the one before has landed.
     */
    boolean mayEnlist(PartitionLane lane) {
        if (!isIdempotent) {
            return true;
        }
        LaneSequences sequences = lane.sequences();
        if (!sequences.hasIdentity() && !ids.isThere()) {
            ids.request();
            return false;
        }
        return !(lane.hasInFlight() && isReplaced(sequences));
    }

    private boolean isReplaced(LaneSequences sequences) {
        return ids.hasReplaced(sequences.producerId(), sequences.epoch());
    }

    /** Has a partition go on under the identity that is due; false when there is none yet. */
    boolean prepare(PartitionLane lane) {
        if (!isIdempotent) {
            return true;
        }
        LaneSequences sequences = lane.sequences();
        if (isReplaced(sequences)) {
            sequences.start(ids.id(), ids.epoch());
        }
        long usedUp = sequences.producerId();
        if (!lane.restartIfDue()) {
            ids.retire(usedUp);
        }
        if (sequences.hasIdentity()) {
            return true;
        }
        if (ids.isThere()) {
            sequences.start(ids.id(), ids.epoch());
            return true;
        }
        ids.request();
        return false;
    }

    /** Gives a batch its sequence, unless it has one from an earlier attempt. */
    void stamp(PartitionLane lane, ProducerBatch batch) {
        if (isIdempotent && !batch.isStamped()) {
            LaneSequences sequences = lane.sequences();
            batch.stamp(sequences.producerId(), sequences.epoch(), sequences.take(batch.recordCount()));
        }
    }

    /** Whether a partition could begin anew later if it were forgotten now. */
    boolean mayForget(PartitionLane lane) {
        LaneSequences sequences = lane.sequences();
        return !sequences.hasIdentity() || ids.mayBeginAnewAfter(sequences.producerId(), sequences.epoch());
    }

    /** A partition is forgotten. Brokers remember it; whoever begins at 0 again needs another epoch. */
    void forget(PartitionLane lane) {
        LaneSequences sequences = lane.sequences();
        if (sequences.hasIdentity()) {
            ids.startAfter(sequences.producerId(), sequences.epoch());
        }
    }
}
