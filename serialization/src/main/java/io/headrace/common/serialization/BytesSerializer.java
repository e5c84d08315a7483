package io.headrace.common.serialization;

import io.headrace.common.utils.Bytes;

/** Passes bytes on as they are, without a copy. Has no state. */
public class BytesSerializer implements Serializer<Bytes> {
    @Override
    public byte[] serialize(String topic, Bytes data) {
        return data == null ? null : data.get();
    }
}
