package io.headrace.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Record batches as they lie inside a message: bytes that the message neither parses nor owns.
 *
 * <p>The size must not change while a message that holds these bytes is being written.
 */
public interface RecordBytes {

    /** No records. */
    RecordBytes EMPTY = new BufferRecordBytes(Unpooled.EMPTY_BUFFER);

    /** The number of bytes. */
    int size();

    /** Appends exactly {@link #size()} bytes; leaves these record bytes as they were, so that it can be called again. */
    void writeTo(ByteBuf out);
}
