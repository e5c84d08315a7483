package io.headrace.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Writes plain values: records, maps, collections, numbers, text, booleans, times (ISO 8601) and null. A record's fields
 * are its components by name and in their order, each of them always there; so the record is the schema.
 */
public final class Document {
    private Document() {}

    /** Writes one value. */
    public static void write(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Record fields) {
            writeRecord(out, fields);
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> several) {
            out.writeStartArray();
            for (Object each : several) {
                write(out, each);
            }
            out.writeEndArray();
        } else if (value instanceof Optional<?> perhaps) {
            write(out, perhaps.orElse(null));
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            out.writeNumber(number.doubleValue());
        } else if (value instanceof Instant || value instanceof CharSequence || value instanceof Enum<?>) {
            out.writeString(value.toString());
        } else {
            throw new IllegalArgumentException(
                    "a result holds a " + value.getClass().getName());
        }
    }

    private static void writeRecord(JsonGenerator out, Record fields) throws IOException {
        out.writeStartObject();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            out.writeFieldName(component.getName());
            write(out, read(component.getAccessor(), fields));
        }
        out.writeEndObject();
    }

    private static Object read(Method accessor, Record fields) {
        try {
            // A record may be nested in a command that is nobody else's business.
            accessor.setAccessible(true);
            return accessor.invoke(fields);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
