package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads a string in UTF-8, or in the encoding that {@code key.deserializer.encoding},
 * {@code value.deserializer.encoding} or {@code deserializer.encoding} names. Bytes that are not valid in that encoding
 * become replacement characters.
 */
public class StringDeserializer implements Deserializer<String> {
    private Charset charset = StandardCharsets.UTF_8;

    /**
     * Finds the encoding.
     *
     * @throws io.headrace.common.errors.SerializationException if the encoding is not known
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        charset = Encoding.of(configs, isKey, "deserializer");
    }

    @Override
    public String deserialize(String topic, byte[] data) {
        return data == null ? null : new String(data, charset);
    }

    @Override
    public String deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.hasArray()) {
            return new String(data.array(), data.arrayOffset() + data.position(), data.remaining(), charset);
        }
        return new String(Buffers.copy(data), charset);
    }
}
