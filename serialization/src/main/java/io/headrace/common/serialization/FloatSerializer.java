package io.headrace.common.serialization;

import java.nio.ByteBuffer;

/** Writes a float as four bytes (IEEE 754), the most significant first. Has no state. */
public class FloatSerializer implements Serializer<Float> {
    @Override
    public byte[] serialize(String topic, Float data) {
        return data == null
                ? null
                : ByteBuffer.allocate(Float.BYTES).putFloat(data).array();
    }
}
