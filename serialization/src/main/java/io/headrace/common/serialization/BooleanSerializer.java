package io.headrace.common.serialization;

/** Writes true as the byte 1 and false as the byte 0. Has no state. */
public class BooleanSerializer implements Serializer<Boolean> {
    @Override
    public byte[] serialize(String topic, Boolean data) {
        return data == null ? null : new byte[] {(byte) (data ? 1 : 0)};
    }
}
