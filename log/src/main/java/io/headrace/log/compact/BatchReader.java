package io.headrace.log.compact;

import io.headrace.common.errors.CorruptRecordException;
import io.headrace.log.file.OpenFile;
import io.headrace.record.BatchHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;

/**
 * Reads a segment's batches whole, one after the other, and checks each.
 *
 * <p>The buffer grows to the largest batch that there is in the file. Borrows the file; {@link #close} gives back the
 * buffer. Not thread safe.
 */
final class BatchReader implements AutoCloseable {

    private static final int MIN_LENGTH = BatchHeader.SIZE - BatchHeader.LOG_OVERHEAD;

    private final OpenFile file;
    private final String name;
    private final int limit;
    private final Pace pace;
    private final BatchHeader header = new BatchHeader();
    private ByteBuf buffer;
    private int bufferStart;
    private int bufferLength;
    private int nextPosition;

    /** Reads from the position of a batch on. */
    BatchReader(OpenFile file, String name, int from, int limit, int bufferBytes, Pace pace) {
        this.file = file;
        this.name = name;
        this.limit = limit;
        this.pace = pace;
        this.nextPosition = from;
        this.buffer = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(BatchHeader.SIZE, bufferBytes));
    }

    /**
     * Steps on the next batch; false at the end.
     *
     * @throws CorruptRecordException when what follows is no whole batch, or its CRC does not hold
     */
    boolean next() throws IOException {
        if (nextPosition == limit) {
            return false;
        }
        int at = nextPosition;
        load(at, BatchHeader.SIZE);
        header.wrap(buffer, at - bufferStart);
        int length = header.length();
        if (header.magic() != BatchHeader.MAGIC
                || length < MIN_LENGTH
                || length > limit - at - BatchHeader.LOG_OVERHEAD
                || header.lastOffsetDelta() < 0) {
            throw new CorruptRecordException("at position " + at + " of " + name + " is no batch");
        }
        int size = header.sizeInBytes();
        load(at, size);
        header.wrap(buffer, at - bufferStart);
        if (!header.isCrcValid()) {
            throw new CorruptRecordException("the CRC of the batch at position " + at + " of " + name + ", offset "
                    + header.baseOffset() + ", does not hold");
        }
        nextPosition = at + size;
        return true;
    }

    /** The batch stepped on, whole in its buffer; a view that the next call moves. */
    BatchHeader batch() {
        return header;
    }

    /** Whether the batch stepped on is the last. */
    boolean isLast() {
        return nextPosition == limit;
    }

    private void load(int from, int bytes) throws IOException {
        if (from >= bufferStart && from + (long) bytes <= bufferStart + (long) bufferLength) {
            return;
        }
        if (bytes > limit - from) {
            throw new CorruptRecordException(
                    "the last " + (limit - from) + " bytes of " + name + " are no whole batch");
        }
        if (bytes > buffer.capacity()) {
            buffer.release();
            buffer = PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
        }
        int wanted = Math.min(buffer.capacity(), limit - from);
        bufferLength = 0;
        bufferStart = from;
        int read = file.read(buffer.nioBuffer(0, wanted), from);
        if (read < bytes) {
            throw new CorruptRecordException(name + " ends at position " + (from + read) + " instead of " + limit);
        }
        bufferLength = read;
        pace.spent(read);
    }

    @Override
    public void close() {
        buffer.release();
    }
}
