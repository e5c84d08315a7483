package io.headrace.record;

import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.common.record.TimestampType;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A view of the header of one record batch (format v2) that lies in a buffer.
 *
 * <pre>
 *   at  size  field                     (all big endian)
 *    0     8  base offset               offset of the first record, also of one that compaction took away
 *    8     4  length                    bytes that follow this field: batch size - 12
 *   12     4  partition leader epoch    stamped by the broker
 *   16     1  magic                     2
 *   17     4  crc                       CRC-32C of everything from the attributes to the end of the batch
 *   21     2  attributes                bits 0-2 codec, 3 log append time, 4 transactional, 5 control, 6 delete horizon
 *   23     4  last offset delta         last offset - base offset, kept when compaction takes the last record away
 *   27     8  base timestamp            what the records' timestamp deltas count from; with bit 6 the delete horizon
 *   35     8  max timestamp             largest timestamp of the records; with bit 3 the timestamp of all of them
 *   43     8  producer id               -1 when not idempotent
 *   51     2  producer epoch            -1 when not idempotent
 *   53     4  base sequence             -1 when not idempotent
 *   57     4  record count              0 is possible after compaction
 *   61        records, compressed as a whole
 * </pre>
 *
 * <p>The view reads nothing ahead and checks nothing: {@link BatchCursor} finds batches in bytes that may be wrong. It
 * needs only the {@value #SIZE} bytes of the header, except for the CRC and for the setters that change what the CRC
 * covers, which need the whole batch. So a log can scan a file by headers:
 *
 * <pre>{@code
 * scratch.setBytes(0, fileChannel, position, BatchHeader.SIZE);   // a ByteBuf of 61 bytes, or of many headers' worth
 * header.wrap(scratch, 0);
 * position += header.sizeInBytes();
 * }</pre>
 *
 * <p>A view is reusable ({@link #wrap}) and borrows its buffer: it never retains or releases it. Not thread safe; several
 * views may read one buffer at a time as long as none of them writes.
 */
public final class BatchHeader {

    /** Size of a batch's header in bytes, and so of an empty batch. */
    public static final int SIZE = 61;

    /** Bytes of a batch that its length field does not count: base offset and the length field itself. */
    public static final int LOG_OVERHEAD = 12;

    /** The format that this class reads. */
    public static final byte MAGIC = 2;

    /** Bytes from a batch's start up to and including the magic byte, which lies at the same place in all formats. */
    public static final int SIZE_UP_TO_MAGIC = 17;

    /** No timestamp. */
    public static final long NO_TIMESTAMP = -1;

    /** No producer id: the batch is not idempotent. */
    public static final long NO_PRODUCER_ID = -1;

    /** No producer epoch. */
    public static final short NO_PRODUCER_EPOCH = -1;

    /** No sequence. */
    public static final int NO_SEQUENCE = -1;

    /** No partition leader epoch. */
    public static final int NO_PARTITION_LEADER_EPOCH = -1;

    static final int BASE_OFFSET = 0;
    static final int LENGTH = 8;
    static final int PARTITION_LEADER_EPOCH = 12;
    static final int MAGIC_OFFSET = 16;
    static final int CRC = 17;
    static final int ATTRIBUTES = 21;
    static final int LAST_OFFSET_DELTA = 23;
    static final int BASE_TIMESTAMP = 27;
    static final int MAX_TIMESTAMP = 35;
    static final int PRODUCER_ID = 43;
    static final int PRODUCER_EPOCH = 51;
    static final int BASE_SEQUENCE = 53;
    static final int RECORD_COUNT = 57;

    static final int CODEC_MASK = 0x07;
    static final int LOG_APPEND_TIME_BIT = 0x08;
    static final int TRANSACTIONAL_BIT = 0x10;
    static final int CONTROL_BIT = 0x20;
    static final int DELETE_HORIZON_BIT = 0x40;

    private final CRC32C crc32c = new CRC32C();
    private ByteBuf buffer;
    private int index;

    /** A view of nothing yet: {@link #wrap} comes first. */
    public BatchHeader() {}

    /** A view of the batch at an index of a buffer. */
    public BatchHeader(ByteBuf buffer, int index) {
        wrap(buffer, index);
    }

    /**
     * Makes this a view of another batch.
     *
     * @param buffer borrowed; must stay alive while this view is used
     * @param index absolute index of the batch's first byte, whatever the buffer's reader index is
     */
    public BatchHeader wrap(ByteBuf buffer, int index) {
        this.buffer = buffer;
        this.index = index;
        return this;
    }

    /** The buffer in which the batch lies. */
    public ByteBuf buffer() {
        return buffer;
    }

    /** Where in {@link #buffer()} the batch starts. */
    public int index() {
        return index;
    }

    /** Offset of the batch's first record. */
    public long baseOffset() {
        return buffer.getLong(index + BASE_OFFSET);
    }

    /** Offset of the batch's last record, also when compaction took that record away. */
    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    /** The offset that follows this batch. */
    public long nextOffset() {
        return lastOffset() + 1;
    }

    /** The length field: size of the batch without its first {@value #LOG_OVERHEAD} bytes. */
    public int length() {
        return buffer.getInt(index + LENGTH);
    }

    /** Size of the whole batch in bytes: header and records. Overflows on a hostile length, which a cursor refuses. */
    public int sizeInBytes() {
        return length() + LOG_OVERHEAD;
    }

    /** Epoch of the leader that appended the batch, -1 when none has. */
    public int partitionLeaderEpoch() {
        return buffer.getInt(index + PARTITION_LEADER_EPOCH);
    }

    /** The format: {@value #MAGIC} in what this class can read. */
    public byte magic() {
        return buffer.getByte(index + MAGIC_OFFSET);
    }

    /** The CRC-32C that the header states, unsigned. */
    public long crc() {
        return buffer.getUnsignedInt(index + CRC);
    }

    /** The attribute bits. */
    public short attributes() {
        return buffer.getShort(index + ATTRIBUTES);
    }

    /** {@link #lastOffset()} - {@link #baseOffset()}. */
    public int lastOffsetDelta() {
        return buffer.getInt(index + LAST_OFFSET_DELTA);
    }

    /** What the records' timestamp deltas count from, in ms since the epoch. */
    public long baseTimestamp() {
        return buffer.getLong(index + BASE_TIMESTAMP);
    }

    /** Largest timestamp of the records in ms since the epoch; with log append time, the timestamp of all of them. */
    public long maxTimestamp() {
        return buffer.getLong(index + MAX_TIMESTAMP);
    }

    /**
     * {@link #maxTimestamp()} if there are records; {@link #NO_TIMESTAMP} when compaction took them all away, and the header
     * still says what they had.
     */
    public long maxTimestampOfRecords() {
        return recordCount() == 0 ? NO_TIMESTAMP : maxTimestamp();
    }

    /** The producer's id, {@link #NO_PRODUCER_ID} when not idempotent. */
    public long producerId() {
        return buffer.getLong(index + PRODUCER_ID);
    }

    /** Whether an idempotent producer (or a transaction coordinator) wrote the batch. */
    public boolean hasProducerId() {
        return producerId() > NO_PRODUCER_ID;
    }

    /** The producer's epoch. */
    public short producerEpoch() {
        return buffer.getShort(index + PRODUCER_EPOCH);
    }

    /** Sequence of the first record, {@link #NO_SEQUENCE} when there is none (also in control batches). */
    public int baseSequence() {
        return buffer.getInt(index + BASE_SEQUENCE);
    }

    /** Sequence of the last record; after {@link Integer#MAX_VALUE} comes 0. */
    public int lastSequence() {
        int base = baseSequence();
        return base == NO_SEQUENCE ? NO_SEQUENCE : (base + lastOffsetDelta()) & Integer.MAX_VALUE;
    }

    /** The record count that the header states. */
    public int recordCount() {
        return buffer.getInt(index + RECORD_COUNT);
    }

    /** The codec id, 0 to 7; not all are in use. */
    public int compressionId() {
        return attributes() & CODEC_MASK;
    }

    /**
     * The codec.
     *
     * @throws UnsupportedCompressionTypeException when the id is none that is known
     */
    public CompressionType compressionType() {
        int id = compressionId();
        if (!CompressionType.isKnown(id)) {
            throw new UnsupportedCompressionTypeException(
                    "batch at offset " + baseOffset() + " has the unknown compression type id " + id);
        }
        return CompressionType.forId(id);
    }

    /** Whether the records' timestamps come from the producer or from the broker. */
    public TimestampType timestampType() {
        return (attributes() & LOG_APPEND_TIME_BIT) == 0 ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME;
    }

    /** Whether the batch is part of a transaction. */
    public boolean isTransactional() {
        return (attributes() & TRANSACTIONAL_BIT) != 0;
    }

    /** Whether the records are control records (transaction markers and the like), not an application's. */
    public boolean isControl() {
        return (attributes() & CONTROL_BIT) != 0;
    }

    /** Whether compaction noted when the batch's tombstones and markers may go (KIP-534). */
    public boolean hasDeleteHorizon() {
        return (attributes() & DELETE_HORIZON_BIT) != 0;
    }

    /** When the batch's tombstones and markers may go, ms since the epoch; {@link #NO_TIMESTAMP} when not noted. */
    public long deleteHorizonMs() {
        return hasDeleteHorizon() ? baseTimestamp() : NO_TIMESTAMP;
    }

    /** Stamps the offset of the first record; the CRC does not cover it. */
    public BatchHeader baseOffset(long offset) {
        buffer.setLong(index + BASE_OFFSET, offset);
        return this;
    }

    /** Stamps the leader's epoch; the CRC does not cover it. */
    public BatchHeader partitionLeaderEpoch(int epoch) {
        buffer.setInt(index + PARTITION_LEADER_EPOCH, epoch);
        return this;
    }

    /**
     * Stamps the largest timestamp and where timestamps come from, and the CRC anew. The whole batch must be in the
     * buffer.
     *
     * @param timestampMs with log append time, from now on the timestamp of all records of the batch
     */
    public BatchHeader maxTimestamp(TimestampType type, long timestampMs) {
        int bits = attributes() & ~LOG_APPEND_TIME_BIT;
        buffer.setShort(index + ATTRIBUTES, type == TimestampType.LOG_APPEND_TIME ? bits | LOG_APPEND_TIME_BIT : bits);
        buffer.setLong(index + MAX_TIMESTAMP, timestampMs);
        return stampCrc();
    }

    /**
     * Stamps a producer's state, and the CRC anew: what a producer does before it first sends a batch, and when it sends
     * it again under another id, epoch or sequence. The whole batch must be in the buffer.
     */
    public BatchHeader producer(long producerId, short producerEpoch, int baseSequence) {
        buffer.setLong(index + PRODUCER_ID, producerId);
        buffer.setShort(index + PRODUCER_EPOCH, producerEpoch);
        buffer.setInt(index + BASE_SEQUENCE, baseSequence);
        return stampCrc();
    }

    /** Like {@link #producer(long, short, int)}, and says whether the batch is part of a transaction. */
    public BatchHeader producer(long producerId, short producerEpoch, int baseSequence, boolean transactional) {
        int bits = attributes() & ~TRANSACTIONAL_BIT;
        buffer.setShort(index + ATTRIBUTES, transactional ? bits | TRANSACTIONAL_BIT : bits);
        return producer(producerId, producerEpoch, baseSequence);
    }

    BatchHeader stampCrc() {
        buffer.setInt(index + CRC, (int) computeCrc());
        return this;
    }

    /** Computes the CRC-32C over the batch, unsigned. The whole batch must be in the buffer; nothing is copied. */
    public long computeCrc() {
        int from = index + ATTRIBUTES;
        int size = sizeInBytes() - ATTRIBUTES;
        crc32c.reset();
        if (buffer.hasArray()) {
            crc32c.update(buffer.array(), buffer.arrayOffset() + from, size);
        } else if (buffer.nioBufferCount() == 1) {
            crc32c.update(buffer.nioBuffer(from, size));
        } else {
            for (ByteBuffer part : buffer.nioBuffers(from, size)) {
                crc32c.update(part);
            }
        }
        return crc32c.getValue();
    }

    /** Whether the stated CRC is that of the bytes. The whole batch must be in the buffer. */
    public boolean isCrcValid() {
        return crc() == computeCrc();
    }

    /**
     * Requires the stated CRC to be that of the bytes. The whole batch must be in the buffer.
     *
     * @throws CorruptRecordException naming both when they differ
     */
    public void requireValidCrc() {
        long stated = crc();
        long computed = computeCrc();
        if (stated != computed) {
            throw new CorruptRecordException("batch at offset " + baseOffset() + " (" + sizeInBytes()
                    + " bytes) is corrupt: stated crc " + stated + ", computed crc " + computed);
        }
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "BatchHeader(of nothing)";
        }
        return "BatchHeader(magic=" + magic() + ", offsets=[" + baseOffset() + ", " + lastOffset() + "], size="
                + sizeInBytes() + ", records=" + recordCount() + ", attributes=" + attributes() + ", maxTimestamp="
                + maxTimestamp() + ", producerId=" + producerId() + ", producerEpoch=" + producerEpoch()
                + ", baseSequence=" + baseSequence() + ", partitionLeaderEpoch=" + partitionLeaderEpoch() + ")";
    }
}
