package io.headrace.clients.consumer;

import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.record.TimestampType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;

/**
 * A record as it was read from a partition, with where it came from. Immutable but for its {@link #headers()}; safe to
 * hand to another thread.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class ConsumerRecord<K, V> {

    /** Stands for "no timestamp". */
    public static final long NO_TIMESTAMP = -1L;

    /** The serialized size of a null key or value. */
    public static final int NULL_SIZE = -1;

    private static final VarHandle HEADERS;

    static {
        try {
            HEADERS = MethodHandles.lookup().findVarHandle(ConsumerRecord.class, "headers", Headers.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String topic;
    private final int partition;
    private final int serializedKeySize;
    private final int serializedValueSize;
    private final long offset;
    private final long timestamp;
    private final TimestampType timestampType;
    private final K key;
    private final V value;
    private final Optional<Integer> leaderEpoch;
    private final Optional<Short> deliveryCount;

    /** Null until somebody asks for the headers of a record that has none: most records, most applications. */
    @SuppressWarnings({"UnusedVariable", "FieldMayBeFinal"}) // Read and written by the handle.
    private Headers headers;

    /**
     * A record without timestamp and headers, for tests of applications.
     *
     * @param topic the topic
     * @param partition the partition's number
     * @param offset the record's offset
     * @param key the key; may be null
     * @param value the value; may be null
     */
    public ConsumerRecord(String topic, int partition, long offset, K key, V value) {
        this(
                topic,
                partition,
                offset,
                NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                NULL_SIZE,
                NULL_SIZE,
                key,
                value,
                null,
                Optional.empty());
    }

    /**
     * @param topic the topic
     * @param partition the partition's number
     * @param offset the record's offset
     * @param timestamp milliseconds since 1970, or {@link #NO_TIMESTAMP}
     * @param timestampType whether producer or broker set the timestamp
     * @param serializedKeySize bytes of the key, or {@link #NULL_SIZE}
     * @param serializedValueSize bytes of the value, or {@link #NULL_SIZE}
     * @param key the key; may be null
     * @param value the value; may be null
     * @param headers the headers; null counts as none
     * @param leaderEpoch the epoch the record was written in, if known
     */
    public ConsumerRecord(
            String topic,
            int partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            int serializedKeySize,
            int serializedValueSize,
            K key,
            V value,
            Headers headers,
            Optional<Integer> leaderEpoch) {
        this(
                topic,
                partition,
                offset,
                timestamp,
                timestampType,
                serializedKeySize,
                serializedValueSize,
                key,
                value,
                headers,
                leaderEpoch,
                Optional.empty());
    }

    /**
     * @param topic the topic
     * @param partition the partition's number
     * @param offset the record's offset
     * @param timestamp milliseconds since 1970, or {@link #NO_TIMESTAMP}
     * @param timestampType whether producer or broker set the timestamp
     * @param serializedKeySize bytes of the key, or {@link #NULL_SIZE}
     * @param serializedValueSize bytes of the value, or {@link #NULL_SIZE}
     * @param key the key; may be null
     * @param value the value; may be null
     * @param headers the headers; null counts as none
     * @param leaderEpoch the epoch the record was written in, if known
     * @param deliveryCount how often a share group has delivered the record; empty elsewhere
     */
    public ConsumerRecord(
            String topic,
            int partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            int serializedKeySize,
            int serializedValueSize,
            K key,
            V value,
            Headers headers,
            Optional<Integer> leaderEpoch,
            Optional<Short> deliveryCount) {
        this.topic = Objects.requireNonNull(topic, "Topic cannot be null");
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.timestampType = timestampType;
        this.serializedKeySize = serializedKeySize;
        this.serializedValueSize = serializedValueSize;
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.leaderEpoch = leaderEpoch;
        this.deliveryCount = deliveryCount;
    }

    /** The topic. */
    public String topic() {
        return topic;
    }

    /** The partition's number. */
    public int partition() {
        return partition;
    }

    /** The headers, never null. They may be changed; that changes this object only. */
    public Headers headers() {
        Headers present = (Headers) HEADERS.getVolatile(this);
        if (present != null) {
            return present;
        }
        Headers none = new RecordHeaders();
        Headers witness = (Headers) HEADERS.compareAndExchange(this, null, none);
        return witness == null ? none : witness;
    }

    /** The key; null when the record has none. */
    public K key() {
        return key;
    }

    /** The value; null for a tombstone. */
    public V value() {
        return value;
    }

    /** The record's offset in its partition. */
    public long offset() {
        return offset;
    }

    /** Milliseconds since 1970, or {@link #NO_TIMESTAMP}. */
    public long timestamp() {
        return timestamp;
    }

    /** Whether producer or broker set the timestamp. */
    public TimestampType timestampType() {
        return timestampType;
    }

    /** Bytes of the key before deserialization, {@link #NULL_SIZE} for null. */
    public int serializedKeySize() {
        return serializedKeySize;
    }

    /** Bytes of the value before deserialization, {@link #NULL_SIZE} for null. */
    public int serializedValueSize() {
        return serializedValueSize;
    }

    /** The leader epoch the record was written in; empty when unknown. */
    public Optional<Integer> leaderEpoch() {
        return leaderEpoch;
    }

    /** How often a share group has delivered the record; empty elsewhere. */
    public Optional<Short> deliveryCount() {
        return deliveryCount;
    }

    @Override
    public String toString() {
        return "ConsumerRecord(topic = " + topic + ", partition = " + partition + ", leaderEpoch = "
                + leaderEpoch.orElse(null) + ", offset = " + offset + ", " + timestampType + " = " + timestamp
                + ", serialized key size = " + serializedKeySize + ", serialized value size = " + serializedValueSize
                + ", headers = " + headers() + ", key = " + key + ", value = " + value + ")";
    }
}
