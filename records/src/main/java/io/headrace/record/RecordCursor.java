package io.headrace.record;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.common.record.TimestampType;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Walks the records of a batch and decodes only what is asked for. Nothing is allocated per record except what an
 * accessor hands out.
 *
 * <pre>{@code
 * try (RecordCursor records = new RecordCursor(allocator, maxUnpackedBytes)) {
 *     while (batches.next()) {
 *         records.open(batches.batch());
 *         while (records.next()) {
 *             use(records.offset(), records.timestamp(), records.key(), records.value());
 *             while (records.nextHeader()) {
 *                 use(records.headerKey(), records.headerValue());
 *             }
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A compressed batch is unpacked whole by {@link #open} into a buffer of the cursor, at most to the limit given; the
 * buffer is kept for the next batch unless it has grown large. Slices that accessors hand out are views of that buffer, or
 * of the batch's when it is not compressed: valid until the next {@link #open} or {@link #close}, and as long as the
 * batch's buffer lives.
 *
 * <p>{@link #next()} checks that a record's parts lie inside the record and the record inside the batch, and after the
 * last record that nothing is left over. It does not check the CRC, nor what only a broker has to:
 * {@link BatchValidator} does.
 *
 * <p>Borrows the batch. {@link #close()} releases the cursor's own buffer; the cursor can be opened again afterwards. Not
 * thread safe.
 */
public final class RecordCursor implements AutoCloseable {

    /** A larger unpacking buffer is not kept for the next batch. */
    private static final int MOST_KEPT_BYTES = 1 << 20;

    /** Size, attributes, two deltas, two sizes and a header count take at least one byte each. */
    private static final int MIN_RECORD_BYTES = 7;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteBufAllocator allocator;
    private final int maxUnpackedBytes;
    private ByteBuf unpacked;

    private ByteBuf recordsBuffer = Unpooled.EMPTY_BUFFER;
    private int recordsIndex;
    private ByteBuffer in = NOTHING;
    private int limit;
    private int position;

    private int recordCount;
    private int recordIndex = -1;
    private long baseOffset;
    private long baseTimestamp;
    private boolean logAppendTime;

    private int recordAt;
    private int recordEnd;
    private int offsetDelta;
    private long timestamp;
    private int tailAt;
    private int keyAt;
    private int keySize;
    private int valueAt;
    private int valueSize;
    private int headerCount;

    private int headersRead;
    private int headerAt;
    private int headerKeyAt;
    private int headerKeySize;
    private int headerValueAt;
    private int headerValueSize;

    /**
     * A cursor on no batch yet: {@link #open} comes first.
     *
     * @param allocator gives the buffer into which compressed batches are unpacked
     * @param maxUnpackedBytes the most that the records of one compressed batch may unpack to
     */
    public RecordCursor(ByteBufAllocator allocator, int maxUnpackedBytes) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        if (maxUnpackedBytes < 0) {
            throw new IllegalArgumentException("negative limit: " + maxUnpackedBytes);
        }
        this.maxUnpackedBytes = maxUnpackedBytes;
    }

    /**
     * Starts at the records of a batch, unpacking them if they are compressed.
     *
     * @param batch borrowed; must lie wholly in its buffer, which must stay alive and unchanged while records are read. The
     *     view itself may move on
     * @throws CorruptRecordException when the batch is not whole
     * @throws InvalidRecordException when the record count is impossible, or what is compressed is corrupt
     * @throws RecordTooLargeException when the batch unpacks to more than the limit
     * @throws UnsupportedCompressionTypeException when the codec is unknown
     */
    public RecordCursor open(BatchHeader batch) {
        forgetBatch();
        int size = batch.sizeInBytes();
        if (size < BatchHeader.SIZE || size > batch.buffer().capacity() - batch.index()) {
            throw new CorruptRecordException("batch at offset " + batch.baseOffset() + " states " + size
                    + " bytes where " + (batch.buffer().capacity() - batch.index()) + " are");
        }
        CompressionType type = batch.compressionType();
        int count = batch.recordCount();
        int bytes = size - BatchHeader.SIZE;
        int index = batch.index() + BatchHeader.SIZE;
        if (count == 0) {
            // Compaction leaves such batches; readers of this format never look behind their headers.
            view(batch.buffer(), index, 0);
        } else if (type == CompressionType.NONE) {
            view(batch.buffer(), index, bytes);
        } else {
            unpack(type, batch.buffer().nioBuffer(index, bytes));
        }
        if (count < 0 || count > limit / MIN_RECORD_BYTES) {
            int recordBytes = limit;
            forgetBatch();
            throw new InvalidRecordException("batch at offset " + batch.baseOffset() + " states " + count
                    + " records in " + recordBytes + " bytes");
        }
        recordCount = count;
        baseOffset = batch.baseOffset();
        logAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
        baseTimestamp = batch.baseTimestamp();
        timestamp = batch.maxTimestamp();
        return this;
    }

    /** Starts at the first record of the same batch again, without unpacking it again. */
    public RecordCursor rewind() {
        position = 0;
        recordIndex = -1;
        headerCount = 0;
        headersRead = 0;
        return this;
    }

    private void view(ByteBuf buffer, int index, int bytes) {
        recordsBuffer = buffer;
        recordsIndex = index;
        in = buffer.nioBuffer(index, bytes);
        limit = bytes;
    }

    private void unpack(CompressionType type, ByteBuffer compressed) {
        if (unpacked == null) {
            unpacked =
                    allocator.directBuffer(Math.min(maxUnpackedBytes, 4 * Math.min(compressed.remaining(), 1 << 24)));
        }
        unpacked.clear();
        Codec.of(type).decompress(compressed, unpacked, maxUnpackedBytes);
        view(unpacked, 0, unpacked.writerIndex());
    }

    /**
     * Steps on the next record; false after the last.
     *
     * @throws InvalidRecordException when the next record is malformed (it says which and why), or bytes are left after the
     *     last; the cursor then stands on no record, and calling again is no use
     */
    public boolean next() {
        int index = recordIndex + 1;
        if (index >= recordCount) {
            if (position != limit) {
                throw new InvalidRecordException(
                        (limit - position) + " bytes are left after the last of " + recordCount + " records");
            }
            return false;
        }
        recordIndex = index;
        try {
            decode();
        } catch (IndexOutOfBoundsException e) {
            throw invalid("it ends early", e);
        }
        return true;
    }

    private void decode() {
        recordAt = position;
        int size = readVarint();
        if (size < 0 || size > limit - position) {
            throw invalid("its size is " + size + " where " + (limit - position) + " bytes are left");
        }
        int end = position + size;
        recordEnd = end;
        position++; // attributes, none of which are in use
        long timestampDelta = readVarlong();
        if (!logAppendTime) {
            timestamp = baseTimestamp + timestampDelta;
        }
        offsetDelta = readVarint();
        tailAt = position;
        keySize = readVarint();
        keyAt = position;
        position += present(keySize, end, "key");
        valueSize = readVarint();
        valueAt = position;
        position += present(valueSize, end, "value");
        int headers = readVarint();
        headerCount = headers;
        headerAt = position;
        headersRead = 0;
        // A header takes two bytes at least, so no count that passes here can make a caller allocate out of proportion.
        if (headers < 0 || headers > (end - position) >> 1) {
            throw invalid("it states " + headers + " headers in " + (end - position) + " bytes");
        }
        if (headers == 0 && position != end) {
            throw invalid((end - position) + " bytes are left after its last part");
        }
        position = end;
    }

    private int present(int stated, int end, String part) {
        if (stated < -1 || stated > end - position) {
            throw invalid("its " + part + " size is " + stated + " where " + (end - position) + " bytes are left");
        }
        return Math.max(stated, 0);
    }

    /** Number of the record stepped on, from 0. */
    public int recordIndex() {
        return recordIndex;
    }

    /** The record count of the batch. */
    public int recordCount() {
        return recordCount;
    }

    /** The record's offset. */
    public long offset() {
        return baseOffset + offsetDelta;
    }

    /** The record's offset - the batch's base offset. */
    public int offsetDelta() {
        return offsetDelta;
    }

    /** The record's timestamp in ms since the epoch. */
    public long timestamp() {
        return timestamp;
    }

    /** Size of the encoded record in bytes, with its size field's own. */
    public int sizeInBytes() {
        return recordEnd - recordAt;
    }

    /** Size of the key in bytes, -1 when it is null. */
    public int keySize() {
        return keySize;
    }

    /** Whether the record has a key, which may be empty. */
    public boolean hasKey() {
        return keySize >= 0;
    }

    /** The key copied into an array of its own; null when it is null. */
    public byte[] key() {
        return copy(keyAt, keySize);
    }

    /** Copies the key, which must not be null, into an array that may be longer. */
    public void copyKey(byte[] target) {
        in.get(keyAt, target, 0, keySize);
    }

    /** The key as a view; null when it is null. */
    public ByteBuffer keyBuffer() {
        return slice(keyAt, keySize);
    }

    /** The key as a view that is not retained; null when it is null. */
    public ByteBuf keySlice() {
        return byteBuf(keyAt, keySize);
    }

    /** Size of the value in bytes, -1 when it is null. */
    public int valueSize() {
        return valueSize;
    }

    /** Whether the record has a value, which may be empty; a record without is a tombstone. */
    public boolean hasValue() {
        return valueSize >= 0;
    }

    /** The value copied into an array of its own; null when it is null. */
    public byte[] value() {
        return copy(valueAt, valueSize);
    }

    /** Copies the value, which must not be null, into an array that may be longer. */
    public void copyValue(byte[] target) {
        in.get(valueAt, target, 0, valueSize);
    }

    /** The value as a view; null when it is null. */
    public ByteBuffer valueBuffer() {
        return slice(valueAt, valueSize);
    }

    /** The value as a view that is not retained; null when it is null. */
    public ByteBuf valueSlice() {
        return byteBuf(valueAt, valueSize);
    }

    /** Number of headers. */
    public int headerCount() {
        return headerCount;
    }

    /**
     * Steps on the record's next header; false after the last.
     *
     * @throws InvalidRecordException when the header is malformed, or bytes are left after the last
     */
    public boolean nextHeader() {
        if (headersRead == headerCount) {
            return false;
        }
        int end = recordEnd;
        int resumeAt = position;
        position = headerAt;
        try {
            headerKeySize = readVarint();
            headerKeyAt = position;
            if (headerKeySize < 0) {
                throw invalid("its header " + headersRead + " has the key size " + headerKeySize);
            }
            position += present(headerKeySize, end, "header key");
            headerValueSize = readVarint();
            headerValueAt = position;
            position += present(headerValueSize, end, "header value");
            headerAt = position;
        } catch (IndexOutOfBoundsException e) {
            throw invalid("its headers end early", e);
        } finally {
            position = resumeAt;
        }
        headersRead++;
        if (headersRead == headerCount && headerAt != end) {
            throw invalid((end - headerAt) + " bytes are left after its last header");
        }
        return true;
    }

    /** Key of the header stepped on. */
    public String headerKey() {
        byte[] utf8 = copy(headerKeyAt, headerKeySize);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Value of the header stepped on, copied into an array of its own; null when it is null. */
    public byte[] headerValue() {
        return copy(headerValueAt, headerValueSize);
    }

    /** The value of the header stepped on as a view; null when it is null. */
    public ByteBuffer headerValueBuffer() {
        return slice(headerValueAt, headerValueSize);
    }

    /** Releases the cursor's own buffer, and lets go of the batch. */
    @Override
    public void close() {
        forgetBatch();
        if (unpacked != null) {
            unpacked.release();
            unpacked = null;
        }
    }

    /** Bytes of the record from its key's size on: what does not depend on where the record lies. */
    int tailSize() {
        return recordEnd - tailAt;
    }

    /** Copies those bytes. */
    void copyTail(ByteBuffer target, int index) {
        target.put(index, in, tailAt, recordEnd - tailAt);
    }

    private int readVarint() {
        byte first = in.get(position);
        if (first >= 0) {
            position++;
            return (first >>> 1) ^ -(first & 1);
        }
        int value = first & 0x7f;
        for (int shift = 7; shift < 7 * Varints.MAX_INT_BYTES; shift += 7) {
            byte next = in.get(++position);
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                position++;
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw invalid("it has a number of more than " + Varints.MAX_INT_BYTES + " bytes");
    }

    private long readVarlong() {
        byte first = in.get(position);
        if (first >= 0) {
            position++;
            return (first >>> 1) ^ -(long) (first & 1);
        }
        long value = first & 0x7f;
        for (int shift = 7; shift < 7 * Varints.MAX_LONG_BYTES; shift += 7) {
            byte next = in.get(++position);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                position++;
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw invalid("it has a number of more than " + Varints.MAX_LONG_BYTES + " bytes");
    }

    private byte[] copy(int at, int size) {
        if (size < 0) {
            return null;
        }
        byte[] bytes = new byte[size];
        in.get(at, bytes);
        return bytes;
    }

    private ByteBuffer slice(int at, int size) {
        return size < 0 ? null : in.slice(at, size);
    }

    private ByteBuf byteBuf(int at, int size) {
        return size < 0 ? null : recordsBuffer.slice(recordsIndex + at, size);
    }

    private InvalidRecordException invalid(String why) {
        return invalid(why, null);
    }

    private InvalidRecordException invalid(String why, Throwable cause) {
        return new InvalidRecordException(
                "record " + recordIndex + " of the batch at offset " + baseOffset + " is malformed: " + why, cause);
    }

    private void forgetBatch() {
        recordsBuffer = Unpooled.EMPTY_BUFFER;
        in = NOTHING;
        limit = 0;
        position = 0;
        recordCount = 0;
        recordIndex = -1;
        headerCount = 0;
        headersRead = 0;
        if (unpacked != null && unpacked.capacity() > MOST_KEPT_BYTES) {
            unpacked.release();
            unpacked = null;
        }
    }
}
