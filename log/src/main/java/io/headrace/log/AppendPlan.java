package io.headrace.log;

import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.record.TimestampType;
import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.producer.CompletedTransaction;
import io.headrace.log.producer.EndTransactionMarker;
import io.headrace.log.producer.ProducerBatch;
import io.headrace.log.producer.ProducerEntry;
import io.headrace.log.producer.ProducerStates;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.log.segment.AbortedTransaction;
import io.headrace.log.segment.Segment;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an append is going to do, worked out before anything is written: offsets, producers' new entries, epochs. The log
 * takes the plan over once the write has succeeded; until then only the batches' own bytes were touched.
 *
 * <p>Owner: the partition's loop; one plan is used again for every append.
 */
final class AppendPlan {

    private final BatchCursor cursor = new BatchCursor();
    private final LongObjectHashMap<ProducerEntry> prepared = new LongObjectHashMap<>(4);
    private final ProducerStates producers;
    private ProducerBatch repeated;
    private ByteBuf batches;
    private long firstOffset;
    private long nextOffset;
    private long maxTimestamp;
    private LeaderEpochs epochs;
    private final List<CompletedTransaction> completed = new ArrayList<>(0);

    AppendPlan(ProducerStates producers) {
        this.producers = producers;
    }

    /** Stamps offsets, the leader's epoch and if asked for the time, unless the batch repeats an earlier one. */
    void leaderAppend(
            AdmittedBatches admitted,
            TransactionVerification verified,
            LogView view,
            int leaderEpoch,
            boolean appendTime,
            long nowMs) {
        start(admitted.buffer(), view);
        firstOffset = view.logEndOffset();
        while (cursor.next()) {
            BatchHeader batch = cursor.batch();
            boolean idempotent = batch.hasProducerId();
            if (idempotent && !admits(batch, admitted.origin(), verified)) {
                return;
            }
            batch.baseOffset(nextOffset).partitionLeaderEpoch(leaderEpoch);
            if (appendTime) {
                batch.maxTimestamp(TimestampType.LOG_APPEND_TIME, nowMs);
            }
            if (idempotent) {
                prepare(batch, admitted.origin() == AppendOrigin.COORDINATOR, nowMs);
            }
            count(batch);
        }
        epochs = epochs.assign(leaderEpoch, firstOffset);
    }

    private boolean admits(BatchHeader batch, AppendOrigin origin, TransactionVerification verified) {
        ProducerEntry producer = entry(batch.producerId());
        if (origin == AppendOrigin.COORDINATOR) {
            producer.requireCurrent(batch.producerEpoch());
            if (!batch.isControl()) {
                producers.requireVerified(producer, batch, verified);
            }
            return true;
        }
        repeated = producer.repeatedBy(batch);
        if (!repeated.isNone()) {
            return false;
        }
        producers.requireVerified(producer, batch, verified);
        producer.requireCurrent(batch.producerEpoch());
        producers.requireNotOvertaking(producer, batch);
        producer.requireNext(batch);
        producer.requireTransactional(batch);
        return true;
    }

    /** Takes offsets and epochs as they are; leaves out what is cut off, or too far away for one segment. */
    void followerAppend(ByteBuf fetched, LogView view, long nowMs) {
        start(fetched, view);
        firstOffset = -1;
        int end = fetched.readerIndex();
        while (cursor.nextVerified()) {
            BatchHeader batch = cursor.batch();
            if (firstOffset >= 0 && batch.lastOffset() - firstOffset > Integer.MAX_VALUE) {
                break; // Not in one segment with the first: the follower fetches it again.
            }
            if (batch.lastOffsetDelta() < 0) {
                throw new CorruptRecordException("batch at offset " + batch.baseOffset() + " has the last offset delta "
                        + batch.lastOffsetDelta());
            }
            if (batch.baseOffset() < nextOffset) {
                throw new OffsetOutOfRangeException(
                        "batch at offset " + batch.baseOffset() + " comes after offset " + (nextOffset - 1));
            }
            if (batch.hasProducerId()) {
                prepare(batch, false, nowMs);
            }
            if (batch.partitionLeaderEpoch() > epochs.latestEpoch()) {
                epochs = epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
            }
            firstOffset = firstOffset < 0 ? batch.baseOffset() : firstOffset;
            count(batch);
            end = cursor.nextIndex();
        }
        batches = fetched.slice(fetched.readerIndex(), end - fetched.readerIndex());
    }

    private void start(ByteBuf buffer, LogView view) {
        batches = buffer;
        prepared.clear();
        completed.clear();
        repeated = ProducerBatch.NONE;
        nextOffset = view.logEndOffset();
        maxTimestamp = BatchHeader.NO_TIMESTAMP;
        epochs = view.epochs();
        cursor.reset(buffer, buffer.readerIndex(), buffer.readableBytes());
    }

    private void count(BatchHeader batch) {
        maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp());
        nextOffset = batch.nextOffset();
    }

    private ProducerEntry entry(long producerId) {
        ProducerEntry entry = prepared.get(producerId);
        return entry == null ? producers.entry(producerId) : entry;
    }

    private void prepare(BatchHeader batch, boolean fenceCoordinator, long nowMs) {
        ProducerEntry producer = entry(batch.producerId());
        if (!batch.isControl()) {
            prepared.put(batch.producerId(), producer.after(batch, batch.baseOffset(), nowMs));
            return;
        }
        Optional<EndTransactionMarker> marker = EndTransactionMarker.of(batch);
        if (marker.isPresent()) {
            if (fenceCoordinator) {
                producer.requireCoordinator(marker.get());
            }
            producer.completedBy(marker.get(), batch.baseOffset()).ifPresent(completed::add);
            prepared.put(
                    batch.producerId(),
                    producer.after(marker.get(), batch.producerEpoch(), batch.maxTimestamp(), nowMs));
        }
    }

    /** The earlier batch that the client has sent again; {@link ProducerBatch#NONE} if it has not. */
    ProducerBatch repeated() {
        return repeated;
    }

    /** What to write. */
    ByteBuf batches() {
        return batches;
    }

    /** The first record's offset, -1 if there is nothing to write. */
    long firstOffset() {
        return firstOffset;
    }

    long nextOffset() {
        return nextOffset;
    }

    long maxTimestamp() {
        return maxTimestamp;
    }

    LeaderEpochs epochs() {
        return epochs;
    }

    /** The write succeeded: the producers' entries count, and {@code active} learns of the aborted transactions. */
    void carriedOut(Segment active) {
        if (prepared.isEmpty()) {
            return;
        }
        for (ProducerEntry entry : prepared.values()) {
            producers.put(entry);
            producers.endVerification(entry.producerId());
        }
        prepared.clear();
        for (int i = 0; i < completed.size(); i++) {
            CompletedTransaction transaction = completed.get(i);
            producers.ended(transaction);
            if (!transaction.committed()) {
                active.noteAborted(aborted(transaction, i + 1));
            }
        }
        completed.clear();
    }

    /** With what was open when it ended: what is open now, and what was ended after it by the same append. */
    private AbortedTransaction aborted(CompletedTransaction transaction, int next) {
        long behind = transaction.markerOffset() + 1;
        long stable = Math.min(behind, producers.firstOpenTransaction(behind));
        for (int i = next; i < completed.size(); i++) {
            stable = Math.min(stable, completed.get(i).firstOffset());
        }
        return new AbortedTransaction(
                transaction.producerId(), transaction.firstOffset(), transaction.markerOffset(), stable);
    }
}
