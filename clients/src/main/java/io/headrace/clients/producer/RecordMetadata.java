package io.headrace.clients.producer;

import io.headrace.common.TopicPartition;

/** Where an acknowledged record is. Immutable. */
public final class RecordMetadata {

    /** The partition of a record that failed before one was chosen. */
    public static final int UNKNOWN_PARTITION = -1;

    private static final long NO_OFFSET = -1;
    private static final long NO_TIMESTAMP = -1;

    private final TopicPartition topicPartition;
    private final long offset;
    private final long timestamp;
    private final int serializedKeySize;
    private final int serializedValueSize;

    /**
     * Metadata of the record with index {@code batchIndex} in a batch.
     *
     * @param baseOffset the batch's offset, -1 when it is not known
     * @param timestamp ms since the epoch, -1 when it is not known
     * @param serializedKeySize in bytes, -1 for a null key
     * @param serializedValueSize in bytes, -1 for a null value
     */
    public RecordMetadata(
            TopicPartition topicPartition,
            long baseOffset,
            int batchIndex,
            long timestamp,
            int serializedKeySize,
            int serializedValueSize) {
        this.topicPartition = topicPartition;
        this.offset = baseOffset == NO_OFFSET ? NO_OFFSET : baseOffset + batchIndex;
        this.timestamp = timestamp;
        this.serializedKeySize = serializedKeySize;
        this.serializedValueSize = serializedValueSize;
    }

    /** Whether {@link #offset()} is known; it is not with {@code acks=0}. */
    public boolean hasOffset() {
        return offset != NO_OFFSET;
    }

    /** The record's offset, or -1. */
    public long offset() {
        return offset;
    }

    /** Whether {@link #timestamp()} is known. */
    public boolean hasTimestamp() {
        return timestamp != NO_TIMESTAMP;
    }

    /** The record's timestamp as the topic keeps it: when it was created or when it was appended; ms since the epoch, or -1. */
    public long timestamp() {
        return timestamp;
    }

    /** Size of the key in bytes before compression, -1 if it is null. */
    public int serializedKeySize() {
        return serializedKeySize;
    }

    /** Size of the value in bytes before compression, -1 if it is null. */
    public int serializedValueSize() {
        return serializedValueSize;
    }

    /** The topic. */
    public String topic() {
        return topicPartition.topic();
    }

    /** The partition, or {@link #UNKNOWN_PARTITION}. */
    public int partition() {
        return topicPartition.partition();
    }

    @Override
    public String toString() {
        return topicPartition + "@" + offset;
    }
}
