package io.headrace.record;

import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.header.Header;
import io.headrace.common.record.TimestampType;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Builds one record batch (format v2; layout in {@link BatchHeader}).
 *
 * <pre>
 *   record: size varint | attributes 1 | timestamp delta varlong | offset delta varint
 *           | key size varint (-1: null) | key | value size varint (-1: null) | value
 *           | header count varint | { key size varint | key in UTF-8 | value size varint (-1: null) | value } ...
 * </pre>
 *
 * <p>Records are encoded straight into a direct buffer that grows; appending allocates nothing else. Compression happens
 * once, at {@link #seal()}: one call of the codec over the whole is several times cheaper than a stream fed record by
 * record. What describes the batch (base offset, flags, producer state) may be said until then, except where a record's
 * encoding depends on it: base offset and delete horizon come before the first record.
 *
 * <p>Who releases: until it is sealed the builder owns its buffer, and {@link #close()} gives it back. {@link #seal()}
 * hands the batch to the caller, who releases it; the builder keeps nothing and can be used anew after {@link #reset()}.
 *
 * <p>To rewrite a batch (compaction, splitting one that was too large, another codec), walk it with a
 * {@link RecordCursor} and {@link #append(RecordCursor) append} what is to stay; {@link #like} takes over the rest of its
 * header.
 *
 * <p>Not thread safe; may be handed from one thread to another.
 */
public final class BatchBuilder implements AutoCloseable {

    private static final Header[] NO_HEADERS = {};

    /** Size, attributes and deltas of a record at their longest. */
    private static final int MAX_RECORD_OVERHEAD = 1 + Varints.MAX_LONG_BYTES + 2 * Varints.MAX_INT_BYTES;

    private static final int MIN_INITIAL_BYTES = 256;
    private static final int MAX_BATCH_BYTES = Integer.MAX_VALUE - 64;
    private static final long NOT_STATED = Long.MIN_VALUE;

    private final ByteBufAllocator allocator;
    private final Codec codec;
    private final int initialBytes;

    private ByteBuf buffer;
    private ByteBuffer out;
    private int end;
    private boolean sealed;

    private int recordCount;
    private long baseOffset;
    private long nextOffset;
    private long statedLastOffset;
    private long baseTimestamp;
    private long maxTimestamp;
    private long timestampWhenEmpty;
    private long logAppendTimeMs;
    private int flags;
    private int partitionLeaderEpoch;
    private long producerId;
    private short producerEpoch;
    private int baseSequence;
    private float expectedRatio = 1.0f;

    /**
     * A builder of empty state: base offset 0, create time, no producer, no flags.
     *
     * @param allocator gives the buffers; {@link #seal()}'s result comes from it
     * @param codec how {@link #seal()} compresses
     * @param initialBytes size of the buffer at first, taken when the first record comes; it grows as needed
     */
    public BatchBuilder(ByteBufAllocator allocator, Codec codec, int initialBytes) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.codec = Objects.requireNonNull(codec, "codec");
        this.initialBytes = Math.max(initialBytes, MIN_INITIAL_BYTES);
        reset();
    }

    /** The most bytes that a record takes in a batch before compression, {@link Integer#MAX_VALUE} when that is more. */
    public static int maxRecordSize(byte[] key, byte[] value, Header[] headers) {
        long size = MAX_RECORD_OVERHEAD + RecordTail.size(key, value, headers);
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    /** The most bytes that a batch of one record takes before compression. */
    public static int maxBatchSize(byte[] key, byte[] value, Header[] headers) {
        return (int) Math.min((long) BatchHeader.SIZE + maxRecordSize(key, value, headers), Integer.MAX_VALUE);
    }

    /** Forgets everything said and appended, and releases what was not sealed. */
    public BatchBuilder reset() {
        close();
        sealed = false;
        end = BatchHeader.SIZE;
        recordCount = 0;
        baseOffset = 0;
        nextOffset = 0;
        statedLastOffset = NOT_STATED;
        baseTimestamp = BatchHeader.NO_TIMESTAMP;
        maxTimestamp = BatchHeader.NO_TIMESTAMP;
        timestampWhenEmpty = BatchHeader.NO_TIMESTAMP;
        logAppendTimeMs = BatchHeader.NO_TIMESTAMP;
        flags = 0;
        partitionLeaderEpoch = BatchHeader.NO_PARTITION_LEADER_EPOCH;
        producerId = BatchHeader.NO_PRODUCER_ID;
        producerEpoch = BatchHeader.NO_PRODUCER_EPOCH;
        baseSequence = BatchHeader.NO_SEQUENCE;
        return this;
    }

    /**
     * Takes over what a batch's header says besides its records: base and last offset, leader epoch, timestamp type,
     * flags, delete horizon and producer state; not the codec. So what compaction leaves of a batch covers the same
     * offsets and sequences, even when it leaves nothing. Comes before the first record.
     */
    public BatchBuilder like(BatchHeader original) {
        baseOffset(original.baseOffset());
        lastOffset(original.lastOffset());
        partitionLeaderEpoch(original.partitionLeaderEpoch());
        if (original.hasDeleteHorizon()) {
            deleteHorizonMs(original.deleteHorizonMs());
        }
        if (original.timestampType() == TimestampType.LOG_APPEND_TIME) {
            logAppendTimeMs(original.maxTimestamp());
        }
        timestampWhenEmpty = original.maxTimestamp();
        transactional(original.isTransactional());
        control(original.isControl());
        return producer(original.producerId(), original.producerEpoch(), original.baseSequence());
    }

    /** The batch's first offset; 0 unless said, as producers send it. Comes before the first record. */
    public BatchBuilder baseOffset(long offset) {
        requireNoRecords();
        baseOffset = offset;
        nextOffset = offset;
        return this;
    }

    /**
     * The last offset that the batch covers, when that is not its last record's: compaction keeps it, so that offsets and
     * sequences stay accounted for.
     */
    public BatchBuilder lastOffset(long offset) {
        statedLastOffset = offset;
        return this;
    }

    /** The leader's epoch; -1 unless said. */
    public BatchBuilder partitionLeaderEpoch(int epoch) {
        partitionLeaderEpoch = epoch;
        return this;
    }

    /** Makes the batch one of log append time: {@code timestampMs} is the timestamp of all its records. */
    public BatchBuilder logAppendTimeMs(long timestampMs) {
        flags |= BatchHeader.LOG_APPEND_TIME_BIT;
        logAppendTimeMs = timestampMs;
        return this;
    }

    /** Whether the batch is part of a transaction; false unless said. */
    public BatchBuilder transactional(boolean transactional) {
        flags = transactional ? flags | BatchHeader.TRANSACTIONAL_BIT : flags & ~BatchHeader.TRANSACTIONAL_BIT;
        return this;
    }

    /** Whether the records are control records; false unless said. */
    public BatchBuilder control(boolean control) {
        flags = control ? flags | BatchHeader.CONTROL_BIT : flags & ~BatchHeader.CONTROL_BIT;
        return this;
    }

    /**
     * When the batch's tombstones and markers may go (KIP-534), in ms since the epoch. It takes the base timestamp's
     * place, so it comes before the first record. A batch that ends up without records has none.
     */
    public BatchBuilder deleteHorizonMs(long timestampMs) {
        requireNoRecords();
        flags |= BatchHeader.DELETE_HORIZON_BIT;
        baseTimestamp = timestampMs;
        return this;
    }

    /** The idempotent producer's state; none unless said. Can be stamped on the sealed batch again, see BatchHeader. */
    public BatchBuilder producer(long id, short epoch, int sequence) {
        producerId = id;
        producerEpoch = epoch;
        baseSequence = sequence;
        return this;
    }

    /**
     * Appends a record at the next offset.
     *
     * @param timestampMs ms since the epoch, or {@link BatchHeader#NO_TIMESTAMP}
     * @param key null for none
     * @param value null for a tombstone
     * @param headers may be empty, not null
     * @return the record's offset - the batch's base offset
     * @throws IllegalArgumentException when the timestamp is negative
     * @throws RecordTooLargeException when the batch would pass 2 GiB
     */
    public int append(long timestampMs, byte[] key, byte[] value, Header[] headers) {
        return appendAt(nextOffset, timestampMs, key, value, headers);
    }

    /** {@link #append(long, byte[], byte[], Header[])} without headers. */
    public int append(long timestampMs, byte[] key, byte[] value) {
        return appendAt(nextOffset, timestampMs, key, value, NO_HEADERS);
    }

    /**
     * Appends a record at an offset not below the next one: there may be gaps.
     *
     * @return the record's offset - the batch's base offset
     * @throws IllegalArgumentException also when the offset is below the next one, or too far from the base offset
     */
    public int appendAt(long offset, long timestampMs, byte[] key, byte[] value, Header[] headers) {
        if (timestampMs < 0 && timestampMs != BatchHeader.NO_TIMESTAMP) {
            throw new IllegalArgumentException("negative timestamp: " + timestampMs);
        }
        int delta = startRecord(offset, timestampMs, RecordTail.size(key, value, headers));
        end = RecordTail.put(out, end, key, value, headers);
        return delta;
    }

    /**
     * Appends the record that a cursor stands on, with its offset and timestamp; key, value and headers are copied as
     * they are, without decoding.
     *
     * @return the record's offset - this batch's base offset
     */
    public int append(RecordCursor record) {
        return appendAt(record.offset(), record);
    }

    /** Like {@link #append(RecordCursor)}, at another offset, as when a batch is split. */
    public int appendAt(long offset, RecordCursor record) {
        int size = record.tailSize();
        int delta = startRecord(offset, record.timestamp(), size);
        record.copyTail(out, end);
        end += size;
        return delta;
    }

    /** Number of records so far. */
    public int recordCount() {
        return recordCount;
    }

    /** Size in bytes of the batch so far, with its header, before compression. */
    public int sizeInBytes() {
        return end;
    }

    /** Largest timestamp so far in ms since the epoch, {@link BatchHeader#NO_TIMESTAMP} without records. */
    public long maxTimestamp() {
        return maxTimestamp;
    }

    /** How {@link #seal()} compresses. */
    public Codec codec() {
        return codec;
    }

    /**
     * Says what part of their size this batch's records are expected to keep under compression, for
     * {@link #estimatedSize()}. 1 unless said. Survives {@link #reset()}.
     */
    public BatchBuilder expectedRatio(float ratio) {
        if (!(ratio > 0)) {
            throw new IllegalArgumentException("compression ratio must be above 0: " + ratio);
        }
        expectedRatio = ratio;
        return this;
    }

    /** Size in bytes that the batch so far is expected to have when sealed; exact without compression. */
    public int estimatedSize() {
        return estimatedSize(end);
    }

    /**
     * Whether a record of at most {@code maxRecordSize} bytes ({@link #maxRecordSize}) is expected to keep the sealed batch
     * within {@code maxBatchBytes}. A batch without records has room for one of any size.
     */
    public boolean hasRoomFor(int maxRecordSize, int maxBatchBytes) {
        return recordCount == 0 || estimatedSize((long) end + maxRecordSize) <= maxBatchBytes;
    }

    /**
     * Finishes the batch: compresses, writes the header with its CRC.
     *
     * <p>A batch without records needs a {@link #lastOffset} (or {@link #like}); it is never compressed.
     *
     * @return the batch, from reader to writer index; the caller releases it
     * @throws IllegalStateException when sealed already, or without records and last offset
     */
    public ByteBuf seal() {
        requireOpen();
        if (recordCount == 0 && statedLastOffset == NOT_STATED) {
            throw new IllegalStateException("a batch without records needs a last offset");
        }
        int lastOffsetDelta = offsetDelta(statedLastOffset == NOT_STATED ? nextOffset - 1 : statedLastOffset);
        if (statedLastOffset != NOT_STATED && statedLastOffset < nextOffset - 1) {
            throw new IllegalStateException(
                    "last offset " + statedLastOffset + " is below the last record's, " + (nextOffset - 1));
        }
        if (buffer == null) {
            reserve(BatchHeader.SIZE);
        }
        ByteBuf batch = recordCount == 0 || codec.type() == CompressionType.NONE ? takeBuffer() : compress();
        try {
            writeHeader(batch, lastOffsetDelta);
        } catch (RuntimeException | Error e) {
            batch.release();
            throw e;
        }
        return batch;
    }

    /** Releases what was not sealed. The builder can be used anew after {@link #reset()}. */
    @Override
    public void close() {
        sealed = true;
        if (buffer != null) {
            ByteBuf owned = buffer;
            buffer = null;
            out = null;
            owned.release();
        }
    }

    private ByteBuf takeBuffer() {
        ByteBuf batch = buffer;
        buffer = null;
        out = null;
        sealed = true;
        return batch.setIndex(0, end);
    }

    private ByteBuf compress() {
        int recordBytes = end - BatchHeader.SIZE;
        ByteBuf batch = allocator.directBuffer(BatchHeader.SIZE + codec.firstCapacity(recordBytes));
        try {
            batch.writeZero(BatchHeader.SIZE);
            codec.compress(out.slice(BatchHeader.SIZE, recordBytes), batch);
        } catch (RuntimeException | Error e) {
            batch.release();
            throw e;
        }
        close();
        return batch;
    }

    private void writeHeader(ByteBuf batch, int lastOffsetDelta) {
        boolean empty = recordCount == 0;
        boolean logAppendTime = (flags & BatchHeader.LOG_APPEND_TIME_BIT) != 0;
        int attributes = empty
                ? flags & ~BatchHeader.DELETE_HORIZON_BIT
                : flags | codec.type().id();
        long max = logAppendTime ? logAppendTimeMs : empty ? timestampWhenEmpty : maxTimestamp;
        batch.setLong(BatchHeader.BASE_OFFSET, baseOffset)
                .setInt(BatchHeader.LENGTH, batch.readableBytes() - BatchHeader.LOG_OVERHEAD)
                .setInt(BatchHeader.PARTITION_LEADER_EPOCH, partitionLeaderEpoch)
                .setByte(BatchHeader.MAGIC_OFFSET, BatchHeader.MAGIC)
                .setShort(BatchHeader.ATTRIBUTES, attributes)
                .setInt(BatchHeader.LAST_OFFSET_DELTA, lastOffsetDelta)
                .setLong(BatchHeader.BASE_TIMESTAMP, empty ? BatchHeader.NO_TIMESTAMP : baseTimestamp)
                .setLong(BatchHeader.MAX_TIMESTAMP, max)
                .setLong(BatchHeader.PRODUCER_ID, producerId)
                .setShort(BatchHeader.PRODUCER_EPOCH, producerEpoch)
                .setInt(BatchHeader.BASE_SEQUENCE, baseSequence)
                .setInt(BatchHeader.RECORD_COUNT, recordCount);
        new BatchHeader(batch, 0).stampCrc();
    }

    /** Makes room for a record, and writes its size, attributes and deltas; {@code tail} is what follows those. */
    private int startRecord(long offset, long timestampMs, long tail) {
        if (offset < nextOffset) {
            throw new IllegalArgumentException("offset " + offset + " is below the next one, " + nextOffset);
        }
        int delta = offsetDelta(offset);
        boolean first = recordCount == 0;
        boolean countsFromHorizon = (flags & BatchHeader.DELETE_HORIZON_BIT) != 0;
        long base = first && !countsFromHorizon ? timestampMs : baseTimestamp;
        long timestampDelta = timestampMs - base;
        long body = 1 + Varints.size(timestampDelta) + Varints.size(delta) + tail;
        requireOpen();
        if (body > MAX_BATCH_BYTES - end - Varints.MAX_INT_BYTES) {
            throw new RecordTooLargeException("a record of " + body + " bytes after " + end
                    + " bytes of others does not fit a batch of at most " + MAX_BATCH_BYTES + " bytes");
        }
        reserve(end + Varints.MAX_INT_BYTES + (int) body);

        int at = Varints.put(out, end, (int) body);
        out.put(at++, (byte) 0);
        at = Varints.put(out, at, timestampDelta);
        end = Varints.put(out, at, delta);
        baseTimestamp = base;
        if (first || timestampMs > maxTimestamp) {
            maxTimestamp = timestampMs;
        }
        nextOffset = offset + 1;
        recordCount++;
        return delta;
    }

    private int offsetDelta(long offset) {
        long delta = offset - baseOffset;
        if (delta < 0 || delta > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "offset " + offset + " does not fit a batch with the base offset " + baseOffset);
        }
        return (int) delta;
    }

    private int estimatedSize(long bytes) {
        if (codec.type() == CompressionType.NONE) {
            return (int) Math.min(bytes, Integer.MAX_VALUE);
        }
        return (int) (BatchHeader.SIZE + (bytes - BatchHeader.SIZE) * expectedRatio);
    }

    private void reserve(int capacity) {
        if (buffer == null) {
            buffer = allocator.directBuffer(Math.max(initialBytes, capacity));
            viewWhole();
        } else if (capacity > out.capacity()) {
            long doubled = Math.min(2L * out.capacity(), MAX_BATCH_BYTES);
            buffer.setIndex(0, end).capacity(Math.max(capacity, (int) doubled));
            viewWhole();
        }
    }

    private void viewWhole() {
        // Absolute access through a plain NIO view costs a third of what ByteBuf's checks cost per byte.
        out = buffer.nioBuffer(0, buffer.capacity());
    }

    private void requireNoRecords() {
        if (recordCount > 0) {
            throw new IllegalStateException("must be said before the first record");
        }
    }

    private void requireOpen() {
        if (sealed) {
            throw new IllegalStateException("the batch is sealed or closed; reset() comes first");
        }
    }
}
