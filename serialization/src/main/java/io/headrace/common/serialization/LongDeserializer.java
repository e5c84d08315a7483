package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;

/** Reads what {@link LongSerializer} writes. Has no state. */
public class LongDeserializer implements Deserializer<Long> {
    @Override
    public Long deserialize(String topic, byte[] data) {
        return data == null ? null : read(ByteBuffer.wrap(data));
    }

    @Override
    public Long deserialize(String topic, Headers headers, ByteBuffer data) {
        return data == null ? null : read(data);
    }

    private static Long read(ByteBuffer data) {
        Buffers.requireSize(data.remaining(), Long.BYTES, LongDeserializer.class);
        return data.getLong(data.position());
    }
}
