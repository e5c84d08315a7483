package io.headrace.clients.consumer.internals;

import io.headrace.common.header.Headers;
import io.headrace.common.serialization.Deserializer;
import io.headrace.common.serialization.Serde;
import io.headrace.record.RecordCursor;
import java.nio.ByteBuffer;

/**
 * Deserializes keys or values of the record that a cursor stands on; null is null and is shown to no deserializer. Used by
 * the polling thread only.
 */
abstract class FieldReader<T> {

    private FieldReader() {}

    /**
     * The cheapest way for a deserializer: an array of its own, unless the class (not one of ours, which all make do with
     * an array) says that it prefers a buffer.
     */
    static <T> FieldReader<T> of(Deserializer<T> deserializer) {
        return prefersBuffers(deserializer) ? new ByBuffer<>(deserializer) : new ByArray<>(deserializer);
    }

    private static boolean prefersBuffers(Deserializer<?> deserializer) {
        if (deserializer.getClass().getPackage() == Serde.class.getPackage()) {
            return false;
        }
        try {
            return deserializer
                            .getClass()
                            .getMethod("deserialize", String.class, Headers.class, ByteBuffer.class)
                            .getDeclaringClass()
                    != Deserializer.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A deserializer without the methods of its interface", e);
        }
    }

    abstract T key(String topic, Headers headers, RecordCursor record);

    abstract T value(String topic, Headers headers, RecordCursor record);

    private static final class ByArray<T> extends FieldReader<T> {

        private final Deserializer<T> deserializer;

        ByArray(Deserializer<T> deserializer) {
            this.deserializer = deserializer;
        }

        @Override
        T key(String topic, Headers headers, RecordCursor record) {
            byte[] bytes = record.key();
            return bytes == null ? null : deserializer.deserialize(topic, headers, bytes);
        }

        @Override
        T value(String topic, Headers headers, RecordCursor record) {
            byte[] bytes = record.value();
            return bytes == null ? null : deserializer.deserialize(topic, headers, bytes);
        }
    }

    private static final class ByBuffer<T> extends FieldReader<T> {

        private final Deserializer<T> deserializer;

        ByBuffer(Deserializer<T> deserializer) {
            this.deserializer = deserializer;
        }

        @Override
        T key(String topic, Headers headers, RecordCursor record) {
            ByteBuffer bytes = record.keyBuffer();
            return bytes == null ? null : deserializer.deserialize(topic, headers, bytes);
        }

        @Override
        T value(String topic, Headers headers, RecordCursor record) {
            ByteBuffer bytes = record.valueBuffer();
            return bytes == null ? null : deserializer.deserialize(topic, headers, bytes);
        }
    }
}
