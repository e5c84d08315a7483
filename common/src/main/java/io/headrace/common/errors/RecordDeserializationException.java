package io.headrace.common.errors;

import io.headrace.common.TopicPartition;
import io.headrace.common.header.Headers;
import io.headrace.common.record.TimestampType;
import java.nio.ByteBuffer;

/**
 * A fetched record whose key or value the deserializer refused (KIP-1036).
 *
 * <p>The consumer's position stays at this record. An application that wants to go on seeks to {@link #offset()} + 1,
 * after saving the bytes if it likes.
 */
public class RecordDeserializationException extends SerializationException {
    private static final long serialVersionUID = 2L;

    /** Which part of the record could not be decoded. */
    public enum DeserializationExceptionOrigin {
        KEY,
        VALUE
    }

    private final DeserializationExceptionOrigin origin;
    private final TopicPartition partition;
    private final long offset;
    private final TimestampType timestampType;
    private final long timestamp;
    private final transient ByteBuffer keyBuffer;
    private final transient ByteBuffer valueBuffer;
    private final transient Headers headers;

    public RecordDeserializationException(
            DeserializationExceptionOrigin origin,
            TopicPartition partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            ByteBuffer keyBuffer,
            ByteBuffer valueBuffer,
            Headers headers,
            String message,
            Throwable cause) {
        super(message, cause);
        this.origin = origin;
        this.partition = partition;
        this.offset = offset;
        this.timestampType = timestampType;
        this.timestamp = timestamp;
        this.keyBuffer = keyBuffer;
        this.valueBuffer = valueBuffer;
        this.headers = headers;
    }

    public DeserializationExceptionOrigin origin() {
        return origin;
    }

    public TopicPartition topicPartition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    public TimestampType timestampType() {
        return timestampType;
    }

    /** The record's timestamp in milliseconds since the epoch. */
    public long timestamp() {
        return timestamp;
    }

    /** The undecoded key; null when the record has none. */
    public ByteBuffer keyBuffer() {
        return keyBuffer;
    }

    /** The undecoded value; null for a tombstone. */
    public ByteBuffer valueBuffer() {
        return valueBuffer;
    }

    public Headers headers() {
        return headers;
    }
}
