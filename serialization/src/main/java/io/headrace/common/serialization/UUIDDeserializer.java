package io.headrace.common.serialization;

import io.headrace.common.errors.SerializationException;
import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Reads a UUID from its text, in UTF-8 or in the encoding that {@code key.deserializer.encoding},
 * {@code value.deserializer.encoding} or {@code deserializer.encoding} names.
 */
public class UUIDDeserializer implements Deserializer<UUID> {
    private Charset charset = StandardCharsets.UTF_8;

    /**
     * Finds the encoding.
     *
     * @throws SerializationException if the encoding is not known
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        charset = Encoding.of(configs, isKey, "deserializer");
    }

    @Override
    public UUID deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        try {
            return UUID.fromString(new String(data, charset));
        } catch (IllegalArgumentException e) {
            throw new SerializationException("the " + data.length + " bytes are not the text of a UUID", e);
        }
    }

    @Override
    public UUID deserialize(String topic, Headers headers, ByteBuffer data) {
        return deserialize(topic, Buffers.copy(data));
    }
}
