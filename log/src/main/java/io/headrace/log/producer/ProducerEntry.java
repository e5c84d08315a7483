package io.headrace.log.producer;

import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.InvalidTxnStateException;
import io.headrace.common.errors.OutOfOrderSequenceException;
import io.headrace.common.errors.TransactionCoordinatorFencedException;
import io.headrace.record.BatchHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one producer: its epoch, its last batches, its open transaction.
 *
 * <p>Immutable: an append makes a new entry, which takes the old one's place once the batch is written.
 */
public final class ProducerEntry {

    /** How many batches are remembered: as many as an idempotent producer may have in flight. */
    public static final int WINDOW = 5;

    /** No transaction is open. */
    public static final long NO_TRANSACTION = -1;

    private static final ProducerBatch[] NO_BATCHES = {};

    private final long producerId;
    private final short epoch;
    private final int coordinatorEpoch;
    private final long lastTimestamp;
    private final long lastSeenMs;
    private final long transactionFirstOffset;
    private final ProducerBatch[] batches;

    private ProducerEntry(
            long producerId,
            short epoch,
            int coordinatorEpoch,
            long lastTimestamp,
            long lastSeenMs,
            long transactionFirstOffset,
            ProducerBatch[] batches) {
        this.producerId = producerId;
        this.epoch = epoch;
        this.coordinatorEpoch = coordinatorEpoch;
        this.lastTimestamp = lastTimestamp;
        this.lastSeenMs = lastSeenMs;
        this.transactionFirstOffset = transactionFirstOffset;
        this.batches = batches;
    }

    /** A producer that this partition has not seen, or has forgotten. */
    public static ProducerEntry unknown(long producerId) {
        return new ProducerEntry(producerId, BatchHeader.NO_PRODUCER_EPOCH, -1, -1, -1, NO_TRANSACTION, NO_BATCHES);
    }

    /** An entry as a snapshot has it; {@link #remembering} adds older batches' rows one after the other. */
    static ProducerEntry loaded(
            long producerId,
            short epoch,
            int coordinatorEpoch,
            long lastTimestamp,
            long lastSeenMs,
            long transactionFirstOffset) {
        return new ProducerEntry(
                producerId, epoch, coordinatorEpoch, lastTimestamp, lastSeenMs, transactionFirstOffset, NO_BATCHES);
    }

    ProducerEntry remembering(ProducerBatch[] window) {
        return new ProducerEntry(
                producerId, epoch, coordinatorEpoch, lastTimestamp, lastSeenMs, transactionFirstOffset, window);
    }

    /** The producer's id. */
    public long producerId() {
        return producerId;
    }

    /** Its epoch, -1 when unknown. */
    public short epoch() {
        return epoch;
    }

    /** Epoch of the transaction coordinator that ended its last transaction, -1 when none did. */
    public int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    /** Largest timestamp of its last batch, in ms since the epoch. */
    public long lastTimestamp() {
        return lastTimestamp;
    }

    /** When it last wrote, by the broker's clock as far as that is known. */
    public long lastSeenMs() {
        return lastSeenMs;
    }

    /** Where its open transaction starts, {@link #NO_TRANSACTION} if none is open. */
    public long transactionFirstOffset() {
        return transactionFirstOffset;
    }

    /** The batches remembered, oldest first. */
    public List<ProducerBatch> batches() {
        return List.of(batches);
    }

    /** The last batch, {@link ProducerBatch#NONE} if none is remembered. */
    public ProducerBatch lastBatch() {
        return batches.length == 0 ? ProducerBatch.NONE : batches[batches.length - 1];
    }

    /** Sequence of the last record, -1 when there is none. */
    public int lastSequence() {
        return lastBatch().lastSequence();
    }

    /** The remembered batch that {@code batch} repeats, {@link ProducerBatch#NONE} if it is a new one. */
    public ProducerBatch repeatedBy(BatchHeader batch) {
        if (batch.producerEpoch() == epoch) {
            int first = batch.baseSequence();
            int last = batch.lastSequence();
            for (ProducerBatch known : batches) {
                if (known.lastSequence() == last && known.firstSequence() == first) {
                    return known;
                }
            }
        }
        return ProducerBatch.NONE;
    }

    /**
     * Requires a client's batch to be the next one: the same epoch and the sequence that follows, or a newer epoch and the
     * sequence 0. An unknown producer may start anywhere: its earlier batches may have been deleted.
     *
     * @throws InvalidProducerEpochException when its epoch is older than the one known
     * @throws OutOfOrderSequenceException when it is not the next one
     */
    public void requireNext(BatchHeader batch) {
        requireCurrent(batch.producerEpoch());
        if (epoch == BatchHeader.NO_PRODUCER_EPOCH) {
            return;
        }
        int sequence = batch.baseSequence();
        if (batch.producerEpoch() != epoch) {
            if (sequence != 0) {
                throw new OutOfOrderSequenceException("producer " + producerId + " starts its epoch "
                        + batch.producerEpoch() + " with sequence " + sequence + " instead of 0; the epoch before is "
                        + epoch);
            }
            return;
        }
        int last = lastSequence();
        if (sequence != (last == Integer.MAX_VALUE ? 0 : last + 1)) {
            throw new OutOfOrderSequenceException(
                    "producer " + producerId + " in epoch " + epoch + " sent sequence " + sequence + " after " + last);
        }
    }

    /**
     * Requires an epoch not to be older than the one known.
     *
     * @throws InvalidProducerEpochException when it is
     */
    public void requireCurrent(short producerEpoch) {
        if (producerEpoch < epoch) {
            throw new InvalidProducerEpochException("producer " + producerId + " has epoch " + producerEpoch
                    + ", which is older than the epoch " + epoch + " known");
        }
    }

    /**
     * Requires a transactional producer with an open transaction not to write outside it.
     *
     * @throws InvalidTxnStateException when it does
     */
    public void requireTransactional(BatchHeader batch) {
        if (isInTransaction() && !batch.isTransactional()) {
            throw new InvalidTxnStateException(
                    "producer " + producerId + " has an open transaction and sent a batch that is not transactional");
        }
    }

    /** Whether it has an open transaction. */
    public boolean isInTransaction() {
        return transactionFirstOffset != NO_TRANSACTION;
    }

    /** Whether it has an open transaction in that epoch. */
    public boolean isInTransaction(short producerEpoch) {
        return isInTransaction() && producerEpoch == epoch;
    }

    /** The transaction that a marker ends; empty when none is open. */
    public Optional<CompletedTransaction> completedBy(EndTransactionMarker marker, long markerOffset) {
        return isInTransaction()
                ? Optional.of(
                        new CompletedTransaction(producerId, transactionFirstOffset, markerOffset, marker.commit()))
                : Optional.empty();
    }

    /**
     * Requires that an order to end the transaction is not from the past.
     *
     * <p>From transaction version 2 on it brings an epoch that is larger than the one known, so that it cannot hit a later
     * transaction; only if it is repeated, and for the last epoch there is, may it be the same.
     *
     * @throws InvalidProducerEpochException when the producer's epoch is too old
     * @throws TransactionCoordinatorFencedException when the coordinator has been replaced
     */
    public void requireCurrent(TransactionEnd end) {
        boolean repeats = end.producerEpoch() == epoch && (!isInTransaction() || epoch == Short.MAX_VALUE);
        if (end.bringsNewEpoch() && end.producerEpoch() <= epoch && !repeats) {
            throw new InvalidProducerEpochException("the transaction of producer " + producerId
                    + " cannot be ended with epoch " + end.producerEpoch() + ": it has to be larger than the epoch "
                    + epoch + " known");
        }
        requireCurrent(end.producerEpoch());
        requireCoordinator(end.marker());
    }

    /**
     * Requires the coordinator that ends a transaction not to have been replaced.
     *
     * @throws TransactionCoordinatorFencedException when it was
     */
    public void requireCoordinator(EndTransactionMarker marker) {
        if (marker.coordinatorEpoch() < coordinatorEpoch) {
            throw new TransactionCoordinatorFencedException("the marker's coordinator epoch "
                    + marker.coordinatorEpoch() + " is older than " + coordinatorEpoch + " of producer " + producerId);
        }
    }

    /** The entry after a batch was appended. */
    public ProducerEntry after(BatchHeader batch, long baseOffset, long nowMs) {
        int delta = batch.lastOffsetDelta();
        ProducerBatch added = new ProducerBatch(batch.lastSequence(), baseOffset + delta, delta, batch.maxTimestamp());
        boolean sameEpoch = batch.producerEpoch() == epoch;
        long transaction = transactionFirstOffset;
        if (transaction == NO_TRANSACTION && batch.isTransactional()) {
            transaction = baseOffset;
        }
        return new ProducerEntry(
                producerId,
                batch.producerEpoch(),
                coordinatorEpoch,
                batch.maxTimestamp(),
                Math.max(nowMs, batch.maxTimestamp()),
                transaction,
                sameEpoch ? appended(batches, added) : new ProducerBatch[] {added});
    }

    /** The entry after its transaction was ended. */
    public ProducerEntry after(EndTransactionMarker marker, short producerEpoch, long timestampMs, long nowMs) {
        return new ProducerEntry(
                producerId,
                producerEpoch,
                marker.coordinatorEpoch(),
                timestampMs,
                Math.max(nowMs, timestampMs),
                NO_TRANSACTION,
                producerEpoch == epoch ? batches : NO_BATCHES);
    }

    static ProducerBatch[] appended(ProducerBatch[] batches, ProducerBatch added) {
        int kept = Math.min(batches.length, WINDOW - 1);
        ProducerBatch[] window = Arrays.copyOfRange(batches, batches.length - kept, batches.length + 1);
        window[kept] = added;
        return window;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProducerEntry that
                && producerId == that.producerId
                && epoch == that.epoch
                && coordinatorEpoch == that.coordinatorEpoch
                && lastTimestamp == that.lastTimestamp
                && transactionFirstOffset == that.transactionFirstOffset
                && Arrays.equals(batches, that.batches);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(producerId) * 31 + Arrays.hashCode(batches);
    }

    @Override
    public String toString() {
        return "ProducerEntry(" + producerId + " epoch " + epoch + ", coordinator epoch " + coordinatorEpoch
                + ", transaction from " + transactionFirstOffset + ", " + Arrays.toString(batches) + ")";
    }
}
