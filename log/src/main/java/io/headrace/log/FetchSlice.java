package io.headrace.log;

import io.headrace.common.errors.KafkaStorageException;
import io.headrace.log.file.OpenFile;
import io.headrace.log.file.SharedFile;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bytes of one segment that a reader asked for: whole batches, but the last may be cut off.
 *
 * <p>Holds the file open until {@link #release()}, also when retention deletes the segment meanwhile. The bytes do not
 * change while it is held, except that a truncation (of a follower, above the high watermark) may cut the file. May be
 * used by one thread after the other; {@link #release()} may be called from any.
 */
public final class FetchSlice {

    private static final FetchSlice EMPTY = new FetchSlice();

    private final SharedFile shared;
    private final OpenFile file;
    private final long position;
    private final int size;
    private final long firstOffset;
    private final AtomicBoolean released = new AtomicBoolean();

    private FetchSlice() {
        this.shared = null;
        this.file = null;
        this.position = 0;
        this.size = 0;
        this.firstOffset = -1;
    }

    FetchSlice(SharedFile shared, OpenFile file, long position, int size, long firstOffset) {
        this.shared = shared;
        this.file = file;
        this.position = position;
        this.size = size;
        this.firstOffset = firstOffset;
    }

    /** A slice of nothing; releasing it does nothing. */
    public static FetchSlice empty() {
        return EMPTY;
    }

    /** Number of bytes. */
    public int size() {
        return size;
    }

    /** Whether there are no bytes. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Offset of the first record of the first batch, which may lie below the offset asked for; -1 when empty. */
    public long firstOffset() {
        return firstOffset;
    }

    boolean isOf(SharedFile segment) {
        return shared == segment;
    }

    /** Where the bytes start in {@link #channel()}. */
    public long position() {
        return position;
    }

    /**
     * The file's channel, for a file region. Never close it or move its position.
     *
     * @throws IllegalStateException when the slice is empty
     */
    public FileChannel channel() {
        if (file == null) {
            throw new IllegalStateException("an empty slice has no file");
        }
        return file.channel();
    }

    /**
     * Appends all bytes to {@code target}.
     *
     * @throws KafkaStorageException when they cannot be read
     */
    public void readInto(ByteBuf target) {
        readInto(target, 0, size);
    }

    /**
     * Appends {@code length} bytes from {@code from} on to {@code target}.
     *
     * @throws KafkaStorageException when they cannot be read, or the file was cut by a truncation
     */
    public void readInto(ByteBuf target, int from, int length) {
        if (from < 0 || length < 0 || from > size - length) {
            throw new IndexOutOfBoundsException("[" + from + ", +" + length + ") of " + size);
        }
        if (length == 0) {
            return;
        }
        target.ensureWritable(length);
        int writerIndex = target.writerIndex();
        int read;
        try {
            read = file.read(target.nioBuffer(writerIndex, length), position + from);
        } catch (IOException e) {
            throw new KafkaStorageException("reading " + shared.path() + " failed", e);
        }
        if (read < length) {
            throw new KafkaStorageException(
                    shared.path() + " ends " + (length - read) + " bytes early: it was truncated meanwhile");
        }
        target.writerIndex(writerIndex + length);
    }

    /**
     * Passes bytes to a socket, without a copy where the system can.
     *
     * @param from the first byte, counted from the slice's start
     * @return how many were taken; fewer than asked for is normal
     */
    public long transferTo(WritableByteChannel target, int from) throws IOException {
        return from >= size ? 0 : file.transferTo(position + from, size - from, target);
    }

    /**
     * Lets the file go. Once for every slice; an empty one needs none.
     *
     * @throws IllegalStateException when it was released before
     */
    public void release() {
        if (shared == null) {
            return;
        }
        if (!released.compareAndSet(false, true)) {
            throw new IllegalStateException("released twice: " + this);
        }
        shared.release();
    }

    @Override
    public String toString() {
        return "FetchSlice(" + size + " bytes" + (shared == null ? "" : " at " + position + " of " + shared.path())
                + ")";
    }
}
