package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.header.Headers;
import io.headrace.common.serialization.Deserializer;
import io.headrace.common.serialization.Serde;
import io.headrace.common.serialization.StringDeserializer;
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
     * an array) says that it prefers a buffer. Strings are made from an array that is used again and again, since they
     * keep nothing of it.
     */
    static <T> FieldReader<T> of(Deserializer<T> deserializer) {
        if (deserializer.getClass() == StringDeserializer.class) {
            return new ByScratch<>(deserializer);
        }
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

    /** For a deserializer that is known to keep nothing of the buffer that it is shown. */
    private static final class ByScratch<T> extends FieldReader<T> {

        private static final int FIRST_BYTES = 256;
        private static final int MOST_KEPT_BYTES = 1 << 16;

        private final Deserializer<T> deserializer;
        private byte[] scratch = new byte[FIRST_BYTES];
        private ByteBuffer shown = ByteBuffer.wrap(scratch);

        ByScratch(Deserializer<T> deserializer) {
            this.deserializer = deserializer;
        }

        @Override
        T key(String topic, Headers headers, RecordCursor record) {
            if (!hasRoom(record.keySize())) {
                return deserializer.deserialize(topic, headers, ByteBuffer.wrap(record.key()));
            }
            if (!record.hasKey()) {
                return null;
            }
            record.copyKey(scratch);
            return deserializer.deserialize(topic, headers, shown.clear().limit(record.keySize()));
        }

        @Override
        T value(String topic, Headers headers, RecordCursor record) {
            if (!hasRoom(record.valueSize())) {
                return deserializer.deserialize(topic, headers, ByteBuffer.wrap(record.value()));
            }
            if (!record.hasValue()) {
                return null;
            }
            record.copyValue(scratch);
            return deserializer.deserialize(topic, headers, shown.clear().limit(record.valueSize()));
        }

        private boolean hasRoom(int size) {
            if (size > scratch.length && size <= MOST_KEPT_BYTES) {
                scratch = new byte[Math.max(size, 2 * scratch.length)];
                shown = ByteBuffer.wrap(scratch);
            }
            return size <= scratch.length;
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
