package io.headrace.record.compress;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.RecordTooLargeException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * What comes out of one decompression: appends to a borrowed buffer, and never lets it grow past a limit, nor past a
 * small multiple of what has really come out, whatever sizes the compressed bytes claim.
 *
 * <p>Used by one thread for one call of a codec.
 */
final class Unpacked {

    /** A claimed size up to this is believed, however small the compressed bytes are. */
    private static final int BELIEVED_BYTES = 1 << 20;

    private static final int MIN_ROOM = 4096;

    private static final int LARGEST_BUFFER = Integer.MAX_VALUE - 64;

    private final CompressionType type;
    private final ByteBuf target;
    private final int start;
    private final int maxBytes;

    Unpacked(CompressionType type, ByteBuf target, int maxBytes) {
        this.type = type;
        this.target = target;
        this.start = target.writerIndex();
        this.maxBytes = Math.min(maxBytes, LARGEST_BUFFER - start);
    }

    /** Bytes that have come out. */
    int size() {
        return target.writerIndex() - start;
    }

    /**
     * Room for what comes next, from position 0: at least one byte, more when the limit allows. A codec that fills it
     * asks again; one byte over the limit is given, so that only output that really passes the limit is refused.
     */
    ByteBuffer room(int wanted) {
        int size = size();
        long most = (long) maxBytes + 1 - size;
        int room = target.capacity() - target.writerIndex();
        if (room < Math.min(wanted, most)) {
            grow((int) Math.min(most, Math.max(wanted, Math.max(size, MIN_ROOM))));
            room = target.capacity() - target.writerIndex();
        }
        return target.nioBuffer(target.writerIndex(), (int) Math.min(room, most));
    }

    /** Exactly {@code size} bytes of room, for a codec that knows how much comes next. */
    ByteBuffer exactRoom(int size) {
        requireWithinLimit((long) size() + size);
        if (target.capacity() - target.writerIndex() < size) {
            grow(Math.max(size, Math.min(size(), maxBytes - size())));
        }
        return target.nioBuffer(target.writerIndex(), size);
    }

    /** Counts bytes that a codec has put into the room it was given. */
    void wrote(int bytes) {
        requireWithinLimit((long) size() + bytes);
        target.writerIndex(target.writerIndex() + bytes);
    }

    /** Copies bytes that were not compressed, to the source's limit. */
    void copy(ByteBuffer source) {
        int bytes = source.remaining();
        exactRoom(bytes).put(source);
        wrote(bytes);
    }

    /** The bytes that have come out since {@code from}. */
    ByteBuffer since(int from) {
        return target.nioBuffer(start + from, size() - from);
    }

    /** Refuses a size that passes the limit. */
    void requireWithinLimit(long bytes) {
        if (bytes > maxBytes) {
            throw new RecordTooLargeException(
                    "records compressed with " + type + " unpack to more than the limit of " + maxBytes + " bytes");
        }
    }

    /** Whether to make room for a claimed size at once: not when few compressed bytes claim much. */
    static boolean isBelievable(long claimed, int compressed, int mostRatio) {
        return claimed <= Math.max(BELIEVED_BYTES, (long) compressed * mostRatio);
    }

    /** The one exception for compressed bytes that are wrong. */
    InvalidRecordException invalid(String why) {
        return invalid(why, null);
    }

    InvalidRecordException invalid(String why, Throwable cause) {
        return new InvalidRecordException("records compressed with " + type + " are corrupt: " + why, cause);
    }

    private void grow(int room) {
        // Not ByteBuf's own growth: above 4 MiB it adds 4 MiB at a time, which copies a large batch over and over.
        target.capacity(Math.addExact(target.writerIndex(), room));
    }
}
