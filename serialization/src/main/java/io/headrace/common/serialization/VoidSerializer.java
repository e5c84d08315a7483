package io.headrace.common.serialization;

/** For records without keys, or without values: writes nothing. Has no state. */
public class VoidSerializer implements Serializer<Void> {
    @Override
    public byte[] serialize(String topic, Void data) {
        return null;
    }
}
