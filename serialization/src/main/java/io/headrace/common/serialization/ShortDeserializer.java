package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;

/** Reads what {@link ShortSerializer} writes. Has no state. */
public class ShortDeserializer implements Deserializer<Short> {
    @Override
    public Short deserialize(String topic, byte[] data) {
        return data == null ? null : read(ByteBuffer.wrap(data));
    }

    @Override
    public Short deserialize(String topic, Headers headers, ByteBuffer data) {
        return data == null ? null : read(data);
    }

    private static Short read(ByteBuffer data) {
        Buffers.requireSize(data.remaining(), Short.BYTES, ShortDeserializer.class);
        return data.getShort(data.position());
    }
}
