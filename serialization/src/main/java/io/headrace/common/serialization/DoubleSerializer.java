package io.headrace.common.serialization;

import java.nio.ByteBuffer;

/** Writes a double as eight bytes (IEEE 754), the most significant first; every NaN as the same one. Has no state. */
public class DoubleSerializer implements Serializer<Double> {
    @Override
    public byte[] serialize(String topic, Double data) {
        return data == null
                ? null
                : ByteBuffer.allocate(Double.BYTES)
                        .putLong(Double.doubleToLongBits(data))
                        .array();
    }
}
