package io.headrace.common.serialization;

import java.nio.ByteBuffer;

/** Writes a long as eight bytes, the most significant first. Has no state. */
public class LongSerializer implements Serializer<Long> {
    @Override
    public byte[] serialize(String topic, Long data) {
        return data == null
                ? null
                : ByteBuffer.allocate(Long.BYTES).putLong(data).array();
    }
}
