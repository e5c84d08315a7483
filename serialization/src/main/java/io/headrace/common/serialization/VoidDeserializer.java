package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;

/** For records without keys, or without values: refuses anything but null. Has no state. */
public class VoidDeserializer implements Deserializer<Void> {
    /**
     * Passes null on.
     *
     * @throws IllegalArgumentException if there is data
     */
    @Override
    public Void deserialize(String topic, byte[] data) {
        return requireNull(data);
    }

    /**
     * Passes null on.
     *
     * @throws IllegalArgumentException if there is data
     */
    @Override
    public Void deserialize(String topic, Headers headers, ByteBuffer data) {
        return requireNull(data);
    }

    private static Void requireNull(Object data) {
        if (data != null) {
            throw new IllegalArgumentException("VoidDeserializer takes nothing but null");
        }
        return null;
    }
}
