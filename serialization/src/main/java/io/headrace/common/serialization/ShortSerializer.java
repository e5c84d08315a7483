package io.headrace.common.serialization;

import java.nio.ByteBuffer;

/** Writes a short as two bytes, the most significant first. Has no state. */
public class ShortSerializer implements Serializer<Short> {
    @Override
    public byte[] serialize(String topic, Short data) {
        return data == null
                ? null
                : ByteBuffer.allocate(Short.BYTES).putShort(data).array();
    }
}
