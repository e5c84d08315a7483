package io.headrace.broker.coordinator;

import io.headrace.broker.replica.Partition;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.ProducerStamp;
import io.headrace.coordination.UnknownRecordTypeException;
import io.headrace.log.FetchSlice;
import io.headrace.log.producer.EndTransactionMarker;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a coordinator's partition from its start to where it ended when reading began, piece by piece. Records that this
 * build does not understand are left out: they may come from a newer version.
 *
 * <p>Blocks, and so belongs on the disk's pool; used by one thread at a time.
 */
final class PartitionReader {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

    private final Partition partition;
    private final CoordinatorRecordCodec codec;
    private final int maxBytes;
    private final int maxUnpackedBytes;
    private final long endOffset;
    private long nextOffset;
    private long skipped;
    private String firstSkipped;

    PartitionReader(Partition partition, CoordinatorRecordCodec codec, int maxBytes, int maxUnpackedBytes) {
        this.partition = partition;
        this.codec = codec;
        this.maxBytes = maxBytes;
        this.maxUnpackedBytes = maxUnpackedBytes;
        this.nextOffset = partition.view().logStartOffset();
        this.endOffset = partition.view().logEndOffset();
    }

    /** Whether there is nothing left to read. */
    boolean isAtEnd() {
        return nextOffset >= endOffset;
    }

    /**
     * Reads the next piece; it may be empty before the end is reached.
     *
     * @throws io.headrace.common.KafkaException when the log cannot be read
     */
    List<ReplayedBatch> readNext() {
        List<ReplayedBatch> batches = new ArrayList<>();
        FetchSlice slice;
        try {
            partition.log().prepareRead(nextOffset);
            slice = partition.log().read(nextOffset, maxBytes, true, endOffset);
        } catch (OffsetOutOfRangeException e) {
            long start = partition.view().logStartOffset();
            if (start <= nextOffset) {
                throw e;
            }
            // Records were deleted meanwhile.
            nextOffset = start;
            return batches;
        }
        if (slice.isEmpty()) {
            slice.release();
            nextOffset = endOffset;
            return batches;
        }
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(slice.size());
        try {
            slice.readInto(bytes);
            readBatches(bytes, batches);
        } finally {
            bytes.release();
            slice.release();
        }
        return batches;
    }

    private void readBatches(ByteBuf bytes, List<ReplayedBatch> batches) {
        BatchCursor cursor = new BatchCursor(bytes);
        long before = nextOffset;
        try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, maxUnpackedBytes)) {
            while (nextOffset < endOffset && cursor.nextVerified()) {
                BatchHeader batch = cursor.batch();
                if (batch.nextOffset() > nextOffset) {
                    read(batch, records, batches);
                    nextOffset = batch.nextOffset();
                }
            }
        }
        if (nextOffset == before) {
            throw new CorruptRecordException(partition + " has no whole batch at offset " + nextOffset);
        }
    }

    private void read(BatchHeader batch, RecordCursor records, List<ReplayedBatch> batches) {
        ProducerStamp producer = batch.isTransactional()
                ? new ProducerStamp(batch.producerId(), batch.producerEpoch())
                : ProducerStamp.NONE;
        if (batch.isControl()) {
            if (batch.recordCount() == 0) {
                return; // Compaction has emptied it.
            }
            Optional<EndTransactionMarker> marker = EndTransactionMarker.of(batch);
            if (marker.isPresent()) {
                batches.add(new ReplayedBatch.EndOfTransaction(
                        producer, batch.baseOffset(), marker.get().commit()));
            }
            return;
        }
        List<Long> offsets = new ArrayList<>(batch.recordCount());
        List<CoordinatorRecord> decoded = new ArrayList<>(batch.recordCount());
        records.open(batch);
        while (records.next()) {
            if (records.offset() >= nextOffset) {
                decode(records, offsets, decoded);
            }
        }
        batches.add(new ReplayedBatch.Records(producer, offsets, decoded));
    }

    private void decode(RecordCursor record, List<Long> offsets, List<CoordinatorRecord> decoded) {
        try {
            decoded.add(codec.decode(
                    record.hasKey() ? record.keySlice() : null, record.hasValue() ? record.valueSlice() : null));
            offsets.add(record.offset());
        } catch (UnknownRecordTypeException | MalformedMessageException | UnsupportedVersionException e) {
            skipped++;
            if (firstSkipped == null) {
                firstSkipped = "offset " + record.offset() + ": " + e.getMessage();
            }
        }
    }

    /** Says in one line what was left out, if anything. */
    void logSkipped() {
        if (skipped > 0) {
            LOG.warn(
                    "{} records of {} are not understood and left out, the first at {}",
                    skipped,
                    partition,
                    firstSkipped);
        }
    }
}
