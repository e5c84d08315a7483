package io.headrace.common.serialization;

import java.nio.ByteBuffer;

/** Writes an int as four bytes, the most significant first. Has no state. */
public class IntegerSerializer implements Serializer<Integer> {
    @Override
    public byte[] serialize(String topic, Integer data) {
        return data == null
                ? null
                : ByteBuffer.allocate(Integer.BYTES).putInt(data).array();
    }
}
