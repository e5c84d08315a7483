package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;

/** Gives out the bytes in a buffer of their own. Has no state. */
public class ByteBufferDeserializer implements Deserializer<ByteBuffer> {
    @Override
    public ByteBuffer deserialize(String topic, byte[] data) {
        return data == null ? null : ByteBuffer.wrap(data);
    }

    /** A copy, since the client takes its own buffer back after the call. */
    @Override
    public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer data) {
        return deserialize(topic, Buffers.copy(data));
    }
}
