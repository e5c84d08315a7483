package io.headrace.log.producer;

import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.InvalidTxnStateException;
import io.headrace.common.errors.OutOfOrderSequenceException;
import io.headrace.record.BatchHeader;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * All producers that a partition knows, as of one offset, and their transactions.
 *
 * <p>Owner: the partition's loop. Never touches a file.
 */
public final class ProducerStates {

    private final LongObjectHashMap<ProducerEntry> entries = new LongObjectHashMap<>();
    private final OpenTransactions transactions = new OpenTransactions();
    private final Verifications verifications = new Verifications();

    /** The producer's entry; an unknown one if there is none. */
    public ProducerEntry entry(long producerId) {
        ProducerEntry entry = entries.get(producerId);
        return entry == null ? ProducerEntry.unknown(producerId) : entry;
    }

    /** Puts an entry in the place of the producer's old one. */
    public void put(ProducerEntry entry) {
        ProducerEntry before = entries.put(entry.producerId(), entry);
        long startedBefore = before == null ? ProducerEntry.NO_TRANSACTION : before.transactionFirstOffset();
        long starts = entry.transactionFirstOffset();
        if (starts == startedBefore) {
            return;
        }
        if (startedBefore != ProducerEntry.NO_TRANSACTION) {
            transactions.remove(startedBefore);
        }
        if (starts != ProducerEntry.NO_TRANSACTION) {
            transactions.begin(starts);
        }
    }

    /**
     * Takes over a batch from the log as it is.
     *
     * @return the transaction that it ended, if it did
     */
    public Optional<CompletedTransaction> replay(BatchHeader batch, long nowMs) {
        if (!batch.hasProducerId()) {
            return Optional.empty();
        }
        ProducerEntry entry = entry(batch.producerId());
        if (!batch.isControl()) {
            put(entry.after(batch, batch.baseOffset(), nowMs));
            return Optional.empty();
        }
        Optional<EndTransactionMarker> marker = EndTransactionMarker.of(batch);
        if (marker.isEmpty()) {
            return Optional.empty();
        }
        put(entry.after(marker.get(), batch.producerEpoch(), batch.maxTimestamp(), nowMs));
        return entry.completedBy(marker.get(), batch.baseOffset());
    }

    /** A transaction has been ended, and readers must not know before that is committed: {@link #committedBelow}. */
    public void ended(CompletedTransaction transaction) {
        transactions.ended(transaction);
    }

    /** What is below {@code offset} is committed. Says whether {@link #firstUnstableOffset} may have changed by that. */
    public boolean committedBelow(long offset) {
        return transactions.committedBelow(offset);
    }

    /** Forgets producers that have not written for {@code expirationMs} and have no open transaction. */
    public int expire(long nowMs, long expirationMs) {
        int removed = 0;
        Iterator<LongObjectMap.PrimitiveEntry<ProducerEntry>> iterator =
                entries.entries().iterator();
        while (iterator.hasNext()) {
            ProducerEntry entry = iterator.next().value();
            if (isExpired(entry, nowMs, expirationMs)) {
                iterator.remove();
                removed++;
            }
        }
        verifications.expire(nowMs, expirationMs);
        return removed;
    }

    static boolean isExpired(ProducerEntry entry, long nowMs, long expirationMs) {
        return !entry.isInTransaction() && nowMs - entry.lastSeenMs() >= expirationMs;
    }

    /**
     * Begins to verify that a producer's transaction includes this partition; see {@link TransactionVerification}.
     *
     * @param baseSequence of the batch that waits for the verification
     * @param epochBumps whether the producer's epoch grows with every transaction, so that each starts with sequence 0
     * @return {@link TransactionVerification#NONE} when its transaction is open here, and there is nothing to verify
     * @throws InvalidProducerEpochException when a newer instance of the producer has written
     */
    public TransactionVerification beginVerification(
            long producerId, short producerEpoch, int baseSequence, boolean epochBumps, long nowMs) {
        ProducerEntry entry = entry(producerId);
        entry.requireCurrent(producerEpoch);
        return entry.isInTransaction(producerEpoch)
                ? TransactionVerification.NONE
                : verifications.begin(producerId, producerEpoch, baseSequence, epochBumps, nowMs);
    }

    /**
     * Requires a transactional batch to go on with an open transaction, or to be verified.
     *
     * @throws InvalidProducerEpochException when a newer instance of the producer has written
     * @throws InvalidTxnStateException when it is neither
     */
    public void requireVerified(ProducerEntry entry, BatchHeader batch, TransactionVerification verified) {
        if (batch.isTransactional() && !entry.isInTransaction(batch.producerEpoch())) {
            entry.requireCurrent(batch.producerEpoch());
            verifications.requireVerified(batch, verified);
        }
    }

    /**
     * Requires that a batch does not overtake another one that is being verified.
     *
     * @throws OutOfOrderSequenceException when it does
     */
    public void requireNotOvertaking(ProducerEntry entry, BatchHeader batch) {
        verifications.requireFirst(batch, entry);
    }

    /** The producer has written in its transaction, or it was ended: what was verified before is void. */
    public void endVerification(long producerId) {
        verifications.end(producerId);
    }

    /** Where the oldest transaction starts that is not over for readers; {@code otherwise} if there is none. */
    public long firstUnstableOffset(long otherwise) {
        return transactions.first(otherwise);
    }

    /** Where the oldest transaction starts that has no end; {@code otherwise} if there is none. */
    public long firstOpenTransaction(long otherwise) {
        return transactions.firstOpen(otherwise);
    }

    /** How many producers are known. */
    public int size() {
        return entries.size();
    }

    /** All entries, in no particular order. */
    public List<ProducerEntry> all() {
        return new ArrayList<>(entries.values());
    }

    /** Forgets everything and takes {@code loaded} instead. */
    public void reset(Collection<ProducerEntry> loaded) {
        entries.clear();
        transactions.clear();
        verifications.clear();
        loaded.forEach(this::put);
    }
}
