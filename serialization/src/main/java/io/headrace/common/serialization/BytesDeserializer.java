package io.headrace.common.serialization;

import io.headrace.common.utils.Bytes;

/** Passes bytes on as they are. Has no state. */
public class BytesDeserializer implements Deserializer<Bytes> {
    @Override
    public Bytes deserialize(String topic, byte[] data) {
        return Bytes.wrap(data);
    }
}
