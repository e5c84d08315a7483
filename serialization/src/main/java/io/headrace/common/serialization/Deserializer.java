package io.headrace.common.serialization;

import io.headrace.common.header.Headers;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Makes keys or values from bytes. A class that a configuration names needs a public constructor without arguments.
 *
 * <p>A consumer calls it in the thread that polls.
 */
public interface Deserializer<T> extends Closeable {
    /**
     * Called once, before anything else.
     *
     * @param configs all settings of the client
     * @param isKey whether this is for keys, not values
     */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    /**
     * Makes an object from bytes.
     *
     * @param data null for a null key or a tombstone
     * @throws io.headrace.common.errors.SerializationException if the bytes are not valid
     */
    T deserialize(String topic, byte[] data);

    /** Like {@link #deserialize(String, byte[])}, for classes that read headers. */
    default T deserialize(String topic, Headers headers, byte[] data) {
        return deserialize(topic, data);
    }

    /**
     * Like {@link #deserialize(String, Headers, byte[])}, for classes that can do without an array of their own
     * (KIP-863). The bytes are those from the buffer's position to its limit. The buffer must not be changed, and it is
     * valid during the call only: what is to be kept has to be copied. By default everything is.
     */
    default T deserialize(String topic, Headers headers, ByteBuffer data) {
        return deserialize(topic, headers, Buffers.copy(data));
    }

    /** Called once, when the client is closed; calling it again must do no harm. */
    @Override
    default void close() {}
}
