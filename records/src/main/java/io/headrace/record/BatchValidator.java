package io.headrace.record;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Checks a batch that a producer sent, before a broker appends it: everything that a reader of the log will later rely
 * on. Walks the records by their sizes, and decodes and allocates nothing.
 *
 * <p>What needs the partition's state or configuration (sequences, size and timestamp limits, whether control batches are
 * welcome) is the caller's; the largest and smallest timestamps are noted on the way.
 *
 * <p>Reusable, and keeps a buffer for unpacking compressed batches until {@link #close()}. Not thread safe.
 */
public final class BatchValidator implements AutoCloseable {

    private final RecordCursor records;
    private long maxTimestamp;
    private long minTimestamp;
    private long offsetOfMaxTimestamp;

    /**
     * A validator that has checked nothing yet.
     *
     * @param allocator gives the buffer into which compressed batches are unpacked
     * @param maxUnpackedBytes the most that the records of one compressed batch may unpack to
     */
    public BatchValidator(ByteBufAllocator allocator, int maxUnpackedBytes) {
        this.records = new RecordCursor(allocator, maxUnpackedBytes);
    }

    /**
     * Requires a batch to be as producers must send it: the CRC holds; there is at least one record, and as many as stated;
     * offset deltas count up from 0 without gaps to the last offset delta; sizes fit, and nothing is left over.
     *
     * @param batch borrowed; a whole batch in its buffer, as a {@link BatchCursor} finds it
     * @throws CorruptRecordException when the CRC does not hold
     * @throws InvalidRecordException when anything else does not; it says which record and why
     * @throws RecordTooLargeException when the batch unpacks to more than the limit
     * @throws UnsupportedCompressionTypeException when the codec is unknown
     */
    public void validate(BatchHeader batch) {
        validate(batch, false);
    }

    /** Like {@link #validate(BatchHeader)}, and requires every record to have a key, as compacted topics do. */
    public void validateKeyed(BatchHeader batch) {
        validate(batch, true);
    }

    /** Largest timestamp of the batch validated last, in ms since the epoch. */
    public long maxTimestamp() {
        return maxTimestamp;
    }

    /** Smallest timestamp of the batch validated last, in ms since the epoch. */
    public long minTimestamp() {
        return minTimestamp;
    }

    /** Offset of the first record that has the largest timestamp, counted from the batch's base offset as it is now. */
    public long offsetOfMaxTimestamp() {
        return offsetOfMaxTimestamp;
    }

    /**
     * Builds the batch validated last anew, with another codec; all else stays. It is not unpacked again.
     *
     * @param batch the same, unchanged since
     * @return the caller releases it
     */
    public ByteBuf rebuild(BatchHeader batch, BatchBuilder builder) {
        builder.reset().like(batch);
        records.rewind();
        while (records.next()) {
            builder.append(records);
        }
        return builder.seal();
    }

    /** Releases the buffer; the validator can be used again. */
    @Override
    public void close() {
        records.close();
    }

    private void validate(BatchHeader batch, boolean keyed) {
        batch.requireValidCrc();
        int count = batch.recordCount();
        if (count < 1 || count - 1 != batch.lastOffsetDelta()) {
            throw new InvalidRecordException("batch at offset " + batch.baseOffset() + " states " + count
                    + " records and the last offset delta " + batch.lastOffsetDelta());
        }
        long max = Long.MIN_VALUE;
        long min = Long.MAX_VALUE;
        int deltaOfMax = 0;
        records.open(batch);
        while (records.next()) {
            int index = records.recordIndex();
            if (records.offsetDelta() != index) {
                throw new InvalidRecordException("record " + index + " of the batch at offset " + batch.baseOffset()
                        + " has the offset delta " + records.offsetDelta());
            }
            if (keyed && !records.hasKey()) {
                throw new InvalidRecordException("record " + index + " of the batch at offset " + batch.baseOffset()
                        + " has no key, which a compacted topic requires");
            }
            while (records.nextHeader()) {
                // Each step checks one header's sizes.
            }
            long timestamp = records.timestamp();
            if (timestamp > max) {
                max = timestamp;
                deltaOfMax = index;
            }
            min = Math.min(min, timestamp);
        }
        maxTimestamp = max;
        minTimestamp = min;
        offsetOfMaxTimestamp = batch.baseOffset() + deltaOfMax;
    }
}
