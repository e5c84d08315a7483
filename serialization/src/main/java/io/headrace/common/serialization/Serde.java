package io.headrace.common.serialization;

import java.io.Closeable;
import java.util.Map;

/** A serializer and a deserializer of one type. */
public interface Serde<T> extends Closeable {
    /** Configures both. */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    /** Closes both; calling it again must do no harm. */
    @Override
    default void close() {}

    Serializer<T> serializer();

    Deserializer<T> deserializer();
}
