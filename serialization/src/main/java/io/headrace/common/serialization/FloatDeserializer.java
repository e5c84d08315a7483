package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;

/** Reads what {@link FloatSerializer} writes. Has no state. */
public class FloatDeserializer implements Deserializer<Float> {
    @Override
    public Float deserialize(String topic, byte[] data) {
        return data == null ? null : read(ByteBuffer.wrap(data));
    }

    @Override
    public Float deserialize(String topic, Headers headers, ByteBuffer data) {
        return data == null ? null : read(data);
    }

    private static Float read(ByteBuffer data) {
        Buffers.requireSize(data.remaining(), Float.BYTES, FloatDeserializer.class);
        return data.getFloat(data.position());
    }
}
