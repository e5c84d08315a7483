package io.headrace.common.serialization;

/** Passes bytes on as they are. Has no state. */
public class ByteArrayDeserializer implements Deserializer<byte[]> {
    @Override
    public byte[] deserialize(String topic, byte[] data) {
        return data;
    }
}
