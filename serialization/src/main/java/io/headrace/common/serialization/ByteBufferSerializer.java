package io.headrace.common.serialization;

import java.nio.ByteBuffer;

/**
 * Writes a buffer's bytes from its beginning to its limit, wherever its position is, and leaves the position at the
 * beginning. A buffer that was just filled needs a {@code flip()} first. Has no state.
 */
public class ByteBufferSerializer implements Serializer<ByteBuffer> {
    /** Without a copy, if the buffer covers the whole of its array. */
    @Override
    public byte[] serialize(String topic, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        data.rewind();
        if (data.hasArray() && data.arrayOffset() == 0 && data.array().length == data.remaining()) {
            return data.array();
        }
        return Buffers.copy(data);
    }
}
