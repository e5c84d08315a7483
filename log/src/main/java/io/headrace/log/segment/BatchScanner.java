package io.headrace.log.segment;

import io.headrace.log.file.OpenFile;
import io.headrace.record.BatchHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Walks the batches of a file by their headers, reading ahead in chunks.
 *
 * <p>It never allocates by what a header says: a batch larger than the chunk is checked piece by piece. Borrows the file;
 * {@link #close} gives back its buffer. Not thread safe.
 */
public final class BatchScanner implements AutoCloseable {

    /** Enough to find a batch near an index entry. */
    public static final int LOOKUP_CHUNK = 8 * 1024;

    /** For reading through a file. */
    public static final int SEQUENTIAL_CHUNK = 256 * 1024;

    private static final int MIN_LENGTH = BatchHeader.SIZE - BatchHeader.LOG_OVERHEAD;
    private static final int CRC_COVERS_FROM = 21;

    private final OpenFile file;
    private final int limit;
    private final ByteBuf buffer;
    private final BatchHeader header = new BatchHeader();
    private int bufferStart;
    private int bufferLength;
    private int position;
    private int nextPosition;
    private String trouble = "";

    /**
     * @param from where a batch starts
     * @param limit where the last batch ends at the latest
     * @param chunkBytes how much to read at a time
     */
    public BatchScanner(OpenFile file, int from, int limit, int chunkBytes) {
        this.file = file;
        this.limit = limit;
        this.nextPosition = from;
        this.position = from;
        int capacity = Math.max(BatchHeader.SIZE, Math.min(chunkBytes, limit - from));
        this.buffer = PooledByteBufAllocator.DEFAULT.directBuffer(capacity, capacity);
    }

    /** Steps on the next batch; false at the end and in front of bytes that are no whole batch. */
    public boolean next() throws IOException {
        int remaining = limit - nextPosition;
        if (remaining <= 0) {
            return false;
        }
        if (remaining < BatchHeader.SIZE) {
            return stop(remaining + " bytes are left, less than a header");
        }
        if (!load(nextPosition, BatchHeader.SIZE)) {
            return stop("the file ends within a header");
        }
        header.wrap(buffer, nextPosition - bufferStart);
        int length = header.length();
        if (header.magic() != BatchHeader.MAGIC) {
            return stop("magic " + header.magic());
        }
        if (length < MIN_LENGTH) {
            return stop("length " + length);
        }
        if (length > remaining - BatchHeader.LOG_OVERHEAD) {
            return stop("a batch of " + (length + (long) BatchHeader.LOG_OVERHEAD) + " bytes is cut off after "
                    + remaining);
        }
        if (header.lastOffsetDelta() < 0) {
            return stop("last offset delta " + header.lastOffsetDelta());
        }
        position = nextPosition;
        nextPosition = position + length + BatchHeader.LOG_OVERHEAD;
        return true;
    }

    /** The header stepped on; a view that the next call moves. */
    public BatchHeader header() {
        return header;
    }

    /** Where the batch stepped on starts in the file. */
    public int position() {
        return position;
    }

    /** Where it ends; after {@link #next()} gave false, where the bytes start that are no batch, or the limit. */
    public int nextPosition() {
        return nextPosition;
    }

    /** Why {@link #next()} gave false before the limit; empty at the limit. */
    public String trouble() {
        return trouble;
    }

    /** Whether the CRC of the batch stepped on holds. Reads all of it. */
    public boolean isCrcValid() throws IOException {
        int size = nextPosition - position;
        if (load(position, size)) {
            header.wrap(buffer, position - bufferStart);
            return header.isCrcValid();
        }
        long stated = header.crc();
        CRC32C crc = new CRC32C();
        int at = position + CRC_COVERS_FROM;
        while (at < nextPosition) {
            if (!load(at, 1)) {
                return false;
            }
            int count = Math.min(bufferStart + bufferLength, nextPosition) - at;
            crc.update(buffer.nioBuffer(at - bufferStart, count));
            at += count;
        }
        boolean valid = crc.getValue() == stated;
        load(position, BatchHeader.SIZE);
        header.wrap(buffer, position - bufferStart);
        return valid;
    }

    /** Whether the whole batch stepped on could be loaded behind {@link #header()}; false when it exceeds the chunk. */
    public boolean loadBatch() throws IOException {
        if (!load(position, nextPosition - position)) {
            return false;
        }
        header.wrap(buffer, position - bufferStart);
        return true;
    }

    private boolean load(int from, int bytes) throws IOException {
        if (from >= bufferStart && from + (long) bytes <= bufferStart + (long) bufferLength) {
            return true;
        }
        if (bytes > buffer.capacity()) {
            return false;
        }
        int wanted = Math.min(buffer.capacity(), limit - from);
        bufferStart = from;
        bufferLength = file.read(buffer.nioBuffer(0, wanted), from);
        return bufferLength >= bytes;
    }

    private boolean stop(String why) {
        trouble = why;
        return false;
    }

    @Override
    public void close() {
        buffer.release();
    }
}
