package io.headrace.common.serialization;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Writes a UUID as its text of 36 characters, in UTF-8 or in the encoding that {@code key.serializer.encoding},
 * {@code value.serializer.encoding} or {@code serializer.encoding} names.
 */
public class UUIDSerializer implements Serializer<UUID> {
    private Charset charset = StandardCharsets.UTF_8;

    /**
     * Finds the encoding.
     *
     * @throws io.headrace.common.errors.SerializationException if the encoding is not known
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        charset = Encoding.of(configs, isKey, "serializer");
    }

    @Override
    public byte[] serialize(String topic, UUID data) {
        return data == null ? null : data.toString().getBytes(charset);
    }
}
