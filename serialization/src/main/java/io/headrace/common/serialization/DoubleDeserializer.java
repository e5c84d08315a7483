package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;

/** Reads what {@link DoubleSerializer} writes. Has no state. */
public class DoubleDeserializer implements Deserializer<Double> {
    @Override
    public Double deserialize(String topic, byte[] data) {
        return data == null ? null : read(ByteBuffer.wrap(data));
    }

    @Override
    public Double deserialize(String topic, Headers headers, ByteBuffer data) {
        return data == null ? null : read(data);
    }

    private static Double read(ByteBuffer data) {
        Buffers.requireSize(data.remaining(), Double.BYTES, DoubleDeserializer.class);
        return data.getDouble(data.position());
    }
}
