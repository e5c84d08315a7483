package io.headrace.protocol.wire;

import io.netty.buffer.ByteBuf;
import java.util.Objects;

/**
 * Record bytes in memory: the readable bytes of a buffer, whose indexes are never moved.
 *
 * <p>The buffer is borrowed. After reading a message it is a slice of the input and valid only as long as the input is;
 * who needs it longer retains {@link #buffer()} or copies.
 */
public final class BufferRecordBytes implements RecordBytes {

    private final ByteBuf buffer;

    /** Wraps the readable bytes of a buffer without retaining it. */
    public BufferRecordBytes(ByteBuf buffer) {
        this.buffer = Objects.requireNonNull(buffer, "buffer");
    }

    /** The buffer whose readable bytes these are; not retained for the caller, and its indexes are not to be moved. */
    public ByteBuf buffer() {
        return buffer;
    }

    @Override
    public int size() {
        return buffer.readableBytes();
    }

    @Override
    public void writeTo(ByteBuf out) {
        out.writeBytes(buffer, buffer.readerIndex(), buffer.readableBytes());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof BufferRecordBytes other && buffer.equals(other.buffer);
    }

    @Override
    public int hashCode() {
        return buffer.hashCode();
    }

    @Override
    public String toString() {
        return "records(" + size() + " bytes)";
    }
}
