package io.headrace.common.serialization;

import io.headrace.common.errors.SerializationException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;

/** Finds the character set that a configuration asks for. Has no state. */
final class Encoding {
    private Encoding() {}

    /**
     * The character set set for keys or values, or else for both; UTF-8 if none is.
     *
     * @param direction {@code serializer} or {@code deserializer}
     * @throws SerializationException if there is no such character set
     */
    static Charset of(Map<String, ?> configs, boolean isKey, String direction) {
        String specific = (isKey ? "key." : "value.") + direction + ".encoding";
        String general = direction + ".encoding";
        String name = configs.get(specific) != null ? specific : general;
        Object value = configs.get(name);
        if (value instanceof Charset charset) {
            return charset;
        }
        if (!(value instanceof String text)) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(text);
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            throw new SerializationException("unsupported encoding " + text + " in setting " + name, e);
        }
    }
}
