package io.headrace.log.producer;

import io.headrace.common.errors.InvalidTxnStateException;
import io.headrace.common.errors.OutOfOrderSequenceException;
import io.headrace.record.BatchHeader;
import io.netty.util.collection.LongObjectHashMap;

/**
 * The verifications that are under way in a partition, by producer. One serves all batches of a producer that come before
 * the first of them is written.
 *
 * <p>Owner: the partition's loop. In memory only: after a restart the producer is verified again.
 */
final class Verifications {

    private final LongObjectHashMap<UnderWay> byProducer = new LongObjectHashMap<>(2);

    /** The verification of a producer, begun now or before. */
    TransactionVerification begin(long producerId, short epoch, int sequence, boolean epochBumps, long nowMs) {
        UnderWay underWay = byProducer.get(producerId);
        if (underWay == null) {
            underWay = new UnderWay(epoch, sequence, epochBumps, nowMs);
            byProducer.put(producerId, underWay);
        } else {
            underWay.alsoFor(epoch, sequence);
        }
        return underWay.verification;
    }

    /**
     * Requires that {@code verified} is what the producer's batch needs to start a transaction.
     *
     * @throws InvalidTxnStateException when it is not
     */
    void requireVerified(BatchHeader batch, TransactionVerification verified) {
        if (verified == TransactionVerification.WAIVED) {
            return;
        }
        UnderWay underWay = byProducer.get(batch.producerId());
        if (underWay == null || underWay.verification != verified) {
            throw new InvalidTxnStateException("a batch of producer " + batch.producerId() + " in epoch "
                    + batch.producerEpoch() + " is not part of a transaction that was verified");
        }
    }

    /**
     * Requires that no batch overtakes one that was verified before it.
     *
     * @param known what is known of the producer
     * @throws OutOfOrderSequenceException when it does
     */
    void requireFirst(BatchHeader batch, ProducerEntry known) {
        UnderWay underWay = byProducer.get(batch.producerId());
        if (underWay == null) {
            return;
        }
        int sequence = batch.baseSequence();
        if (underWay.epochBumps && sequence != 0 && known.lastBatch().isNone()) {
            throw new OutOfOrderSequenceException("producer " + batch.producerId()
                    + " starts its transaction with sequence " + sequence + " instead of 0");
        }
        if (sequence > underWay.lowestSequence) {
            throw new OutOfOrderSequenceException("producer " + batch.producerId() + " sent sequence " + sequence
                    + ", and its batch with sequence " + underWay.lowestSequence + " has not been written");
        }
    }

    /** The producer has written, or its transaction was ended. */
    void end(long producerId) {
        byProducer.remove(producerId);
    }

    /** Forgets those that nobody has come back with. */
    void expire(long nowMs, long expirationMs) {
        byProducer.values().removeIf(each -> nowMs - each.begunMs >= expirationMs);
    }

    void clear() {
        byProducer.clear();
    }

    private static final class UnderWay {
        private final TransactionVerification verification = new TransactionVerification();
        private final boolean epochBumps;
        private final long begunMs;
        private short epoch;
        private int lowestSequence;

        UnderWay(short epoch, int sequence, boolean epochBumps, long nowMs) {
            this.epoch = epoch;
            this.lowestSequence = sequence;
            this.epochBumps = epochBumps;
            this.begunMs = nowMs;
        }

        void alsoFor(short newEpoch, int sequence) {
            if (newEpoch > epoch || (newEpoch == epoch && sequence < lowestSequence)) {
                epoch = newEpoch;
                lowestSequence = sequence;
            }
        }
    }
}
