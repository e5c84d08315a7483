package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;

/** Reads what {@link IntegerSerializer} writes. Has no state. */
public class IntegerDeserializer implements Deserializer<Integer> {
    @Override
    public Integer deserialize(String topic, byte[] data) {
        return data == null ? null : read(ByteBuffer.wrap(data));
    }

    @Override
    public Integer deserialize(String topic, Headers headers, ByteBuffer data) {
        return data == null ? null : read(data);
    }

    private static Integer read(ByteBuffer data) {
        Buffers.requireSize(data.remaining(), Integer.BYTES, IntegerDeserializer.class);
        return data.getInt(data.position());
    }
}
