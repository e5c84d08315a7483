package io.headrace.common.serialization;

import io.headrace.common.errors.SerializationException;
import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;

/** Reads what {@link BooleanSerializer} writes. Has no state. */
public class BooleanDeserializer implements Deserializer<Boolean> {
    @Override
    public Boolean deserialize(String topic, byte[] data) {
        return data == null ? null : read(ByteBuffer.wrap(data));
    }

    @Override
    public Boolean deserialize(String topic, Headers headers, ByteBuffer data) {
        return data == null ? null : read(data);
    }

    private static Boolean read(ByteBuffer data) {
        Buffers.requireSize(data.remaining(), 1, BooleanDeserializer.class);
        byte value = data.get(data.position());
        return switch (value) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new SerializationException("a boolean is the byte 0 or 1, not " + (value & 0xff));
        };
    }
}
