package io.headrace.clients.producer;

import io.headrace.common.header.Header;
import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeaders;
import java.util.Objects;

/**
 * A record to be sent.
 *
 * <p>Without a partition one is chosen: by the key's hash if there is a key, else so that batches fill well. Without a
 * timestamp the record gets the time at which it is sent; a topic with {@code message.timestamp.type=LogAppendTime}
 * replaces either by the broker's time.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class ProducerRecord<K, V> {

    private final String topic;
    private final Integer partition;
    private final Headers headers;
    private final K key;
    private final V value;
    private final Long timestamp;

    /**
     * A record.
     *
     * @param partition null to have one chosen
     * @param timestamp ms since the epoch, null for the time at which the record is sent
     * @param key may be null
     * @param value null for a tombstone
     * @param headers may be null for none; copied
     * @throws IllegalArgumentException if the topic is null, or partition or timestamp are negative
     */
    public ProducerRecord(String topic, Integer partition, Long timestamp, K key, V value, Iterable<Header> headers) {
        if (topic == null) {
            throw new IllegalArgumentException("a record needs a topic");
        }
        if (timestamp != null && timestamp < 0) {
            throw new IllegalArgumentException("negative timestamp: " + timestamp);
        }
        if (partition != null && partition < 0) {
            throw new IllegalArgumentException("negative partition: " + partition);
        }
        this.topic = topic;
        this.partition = partition;
        this.key = key;
        this.value = value;
        this.timestamp = timestamp;
        this.headers = headers == null ? new RecordHeaders() : new RecordHeaders(headers);
    }

    /** A record without headers. */
    public ProducerRecord(String topic, Integer partition, Long timestamp, K key, V value) {
        this(topic, partition, timestamp, key, value, null);
    }

    /** A record that gets the time at which it is sent. */
    public ProducerRecord(String topic, Integer partition, K key, V value, Iterable<Header> headers) {
        this(topic, partition, null, key, value, headers);
    }

    /** A record for a partition. */
    public ProducerRecord(String topic, Integer partition, K key, V value) {
        this(topic, partition, null, key, value, null);
    }

    /** A record whose partition is chosen by its key. */
    public ProducerRecord(String topic, K key, V value) {
        this(topic, null, null, key, value, null);
    }

    /** A record without a key. */
    public ProducerRecord(String topic, V value) {
        this(topic, null, null, null, value, null);
    }

    /** Where it goes. */
    public String topic() {
        return topic;
    }

    /** Its headers; can be added to until the record is sent. */
    public Headers headers() {
        return headers;
    }

    /** Its key, or null. */
    public K key() {
        return key;
    }

    /** Its value, or null. */
    public V value() {
        return value;
    }

    /** Its timestamp in ms since the epoch, or null. */
    public Long timestamp() {
        return timestamp;
    }

    /** The partition that was asked for, or null. */
    public Integer partition() {
        return partition;
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof ProducerRecord<?, ?> other
                        && topic.equals(other.topic)
                        && Objects.equals(partition, other.partition)
                        && Objects.equals(headers, other.headers)
                        && Objects.equals(key, other.key)
                        && Objects.equals(value, other.value)
                        && Objects.equals(timestamp, other.timestamp));
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, partition, headers, key, value, timestamp);
    }

    @Override
    public String toString() {
        return "ProducerRecord(topic=" + topic + ", partition=" + partition + ", headers=" + headers + ", key=" + key
                + ", value=" + value + ", timestamp=" + timestamp + ")";
    }
}
