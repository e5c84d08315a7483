package io.headrace.log.compact;

import io.headrace.log.producer.EndTransactionMarker;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import java.util.Map;
import java.util.Optional;

/**
 * What compaction leaves of a log. A record stays when it is the last of its key, or younger than what the map of keys
 * covers; a tombstone besides only until its batch's delete horizon (KIP-534), which the first compaction that leaves it
 * sets. Of aborted transactions nothing stays; a marker stays until no batch of its transaction does, and then until its
 * delete horizon.
 *
 * <p>Decides and does nothing. Batches come in the order of the log, each {@link #enter}ed before its records are asked
 * about. Not thread safe.
 */
public final class Survival {

    private final KeyMap keys;
    private final long keysEndOffset;
    private final long nowMs;
    private final long deleteRetentionMs;
    private final TransactionTrail trail;
    private final Map<Long, LastOfProducer> producers;

    private boolean control;
    private boolean recordsGo;
    private boolean headerStays;
    private boolean offsetsStay;
    private boolean markerOfNothing;
    private boolean tombstonesStay;

    /**
     * Rules of one compaction.
     *
     * @param keys the last offset of each key of the dirty part
     * @param keysEndOffset from here on {@code keys} knows nothing
     * @param deleteRetentionMs {@code delete.retention.ms}
     * @param trail transactions, from the log's start on
     * @param producers those that are known
     */
    public Survival(
            KeyMap keys,
            long keysEndOffset,
            long nowMs,
            long deleteRetentionMs,
            TransactionTrail trail,
            Map<Long, LastOfProducer> producers) {
        this.keys = keys;
        this.keysEndOffset = keysEndOffset;
        this.nowMs = nowMs;
        this.deleteRetentionMs = deleteRetentionMs;
        this.trail = trail;
        this.producers = producers;
    }

    /**
     * Looks at the next batch.
     *
     * @param batch whole in its buffer
     * @param lastOfSegment whether it is the last of a segment that is written, which keeps its offsets: by them everybody
     *     sees up to where the segment goes
     */
    void enter(BatchHeader batch, boolean lastOfSegment) {
        control = batch.isControl();
        boolean discardable;
        if (control) {
            discardable = trail.isMarkerOfNothing(markerIn(batch), batch.producerId(), batch.lastOffset());
            recordsGo = discardable && batch.hasDeleteHorizon() && batch.deleteHorizonMs() <= nowMs;
        } else {
            discardable = trail.isAborted(batch.producerId(), batch.isTransactional(), batch.lastOffset());
            recordsGo = discardable;
        }
        markerOfNothing = control && discardable;
        headerStays = isLastOfProducer(batch);
        offsetsStay = lastOfSegment;
        tombstonesStay = !batch.hasDeleteHorizon() || nowMs < batch.deleteHorizonMs();
    }

    static TransactionTrail.Marker markerIn(BatchHeader batch) {
        if (batch.recordCount() == 0) {
            return TransactionTrail.Marker.EMPTY;
        }
        Optional<EndTransactionMarker> marker = EndTransactionMarker.of(batch);
        if (marker.isEmpty()) {
            return TransactionTrail.Marker.OTHER;
        }
        return marker.get().commit() ? TransactionTrail.Marker.COMMIT : TransactionTrail.Marker.ABORT;
    }

    private boolean isLastOfProducer(BatchHeader batch) {
        if (!batch.hasProducerId()) {
            return false;
        }
        LastOfProducer last = producers.get(batch.producerId());
        if (last == null) {
            return false;
        }
        return last.lastOffset() >= 0
                ? batch.lastOffset() == last.lastOffset()
                : control && batch.producerEpoch() == last.epoch();
    }

    /** Whether no record of the batch stays, whatever it is. */
    boolean recordsGo() {
        return recordsGo;
    }

    /** Whether the header stays even without records: a producer's state needs it. */
    boolean headerStays() {
        return headerStays;
    }

    /**
     * Whether a batch without records stays for its offsets. It is nobody's then: neither a producer nor a transaction may
     * seem to have a batch there.
     */
    boolean offsetsStay() {
        return offsetsStay;
    }

    /** Whether the record that the cursor stands on stays. */
    boolean stays(RecordCursor record) {
        if (control || record.offset() >= keysEndOffset) {
            return true;
        }
        if (!record.hasKey()) {
            return false; // From before the topic was compacted: there is nothing to keep it by.
        }
        return (record.hasValue() || tombstonesStay) && record.offset() >= keys.offset(record.keyBuffer());
    }

    /** Whether what is left of the batch is to get a delete horizon. */
    boolean needsDeleteHorizon(BatchHeader batch, boolean tombstoneStays) {
        return (tombstoneStays || markerOfNothing) && !batch.hasDeleteHorizon();
    }

    /** The delete horizon for a batch that needs one. */
    long newDeleteHorizonMs() {
        return deleteRetentionMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + deleteRetentionMs;
    }
}
