package io.headrace.common.serialization;

import io.headrace.common.errors.SerializationException;
import java.nio.ByteBuffer;

/** What several serializers need of byte buffers. Has no state, and moves no position. */
final class Buffers {
    private Buffers() {}

    /** The bytes from position to limit in a new array; null stays null. */
    static byte[] copy(ByteBuffer data) {
        if (data == null) {
            return null;
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(data.position(), bytes);
        return bytes;
    }

    /** @throws SerializationException if the number of bytes is not the one that values of the type have */
    static void requireSize(int actual, int expected, Class<?> deserializer) {
        if (actual != expected) {
            throw new SerializationException(deserializer.getSimpleName() + " needs " + expected
                    + (expected == 1 ? " byte" : " bytes") + ", but got " + actual);
        }
    }
}
