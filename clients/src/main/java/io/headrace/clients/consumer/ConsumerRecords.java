package io.headrace.clients.consumer;

import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * What one poll returned: records by partition, in offset order within each. Immutable; safe to hand to another thread.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {

    /** No records. {@link #empty()} is the typed form. */
    public static final ConsumerRecords<Object, Object> EMPTY = new ConsumerRecords<>(Map.of(), Map.of());

    private final Map<TopicPartition, List<ConsumerRecord<K, V>>> records;
    private final Map<TopicPartition, OffsetAndMetadata> nextOffsets;

    /** @param records the records by partition */
    public ConsumerRecords(Map<TopicPartition, List<ConsumerRecord<K, V>>> records) {
        this(records, Map.of());
    }

    /**
     * @param records the records by partition
     * @param nextOffsets where to go on after these records, by partition (KIP-1094)
     */
    public ConsumerRecords(
            Map<TopicPartition, List<ConsumerRecord<K, V>>> records,
            Map<TopicPartition, OffsetAndMetadata> nextOffsets) {
        this.records = records;
        this.nextOffsets = nextOffsets;
    }

    /**
     * The records of one partition.
     *
     * @param partition the partition
     * @return its records in offset order; empty when there are none
     */
    public List<ConsumerRecord<K, V>> records(TopicPartition partition) {
        List<ConsumerRecord<K, V>> list = records.get(partition);
        return list == null ? List.of() : Collections.unmodifiableList(list);
    }

    /**
     * Where to go on after these records, by partition: behind the last record, and behind what was skipped after it
     * (transaction markers, aborted records).
     */
    public Map<TopicPartition, OffsetAndMetadata> nextOffsets() {
        return Collections.unmodifiableMap(nextOffsets);
    }

    /**
     * The records of all partitions of a topic.
     *
     * @param topic the topic
     * @throws IllegalArgumentException when the topic is null
     */
    public Iterable<ConsumerRecord<K, V>> records(String topic) {
        if (topic == null) {
            throw new IllegalArgumentException("Topic must be non-null.");
        }
        List<List<ConsumerRecord<K, V>>> ofTopic = new ArrayList<>();
        records.forEach((partition, list) -> {
            if (partition.topic().equals(topic)) {
                ofTopic.add(list);
            }
        });
        return () -> new Concatenation<>(ofTopic.iterator());
    }

    /** The partitions that have records here. */
    public Set<TopicPartition> partitions() {
        return Collections.unmodifiableSet(records.keySet());
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> iterator() {
        return new Concatenation<>(records.values().iterator());
    }

    /** The number of records. */
    public int count() {
        int count = 0;
        for (List<ConsumerRecord<K, V>> list : records.values()) {
            count += list.size();
        }
        return count;
    }

    /** Whether there is no record. */
    public boolean isEmpty() {
        return count() == 0;
    }

    /** No records, of any type. */
    @SuppressWarnings("unchecked")
    public static <K, V> ConsumerRecords<K, V> empty() {
        return (ConsumerRecords<K, V>) EMPTY;
    }

    private static final class Concatenation<K, V> implements Iterator<ConsumerRecord<K, V>> {

        private final Iterator<List<ConsumerRecord<K, V>>> lists;
        private Iterator<ConsumerRecord<K, V>> current = Collections.emptyIterator();

        Concatenation(Iterator<List<ConsumerRecord<K, V>>> lists) {
            this.lists = lists;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext()) {
                if (!lists.hasNext()) {
                    return false;
                }
                current = lists.next().iterator();
            }
            return true;
        }

        @Override
        public ConsumerRecord<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }
}
