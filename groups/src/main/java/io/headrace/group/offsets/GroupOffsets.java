package io.headrace.group.offsets;

import io.headrace.common.TopicPartition;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The offsets of one group: those that count, by topic and partition, and for which partitions a transaction that is open
 * has others. Owner: {@link OffsetStore}.
 */
final class GroupOffsets {
    static final GroupOffsets NONE = new GroupOffsets();

    private final Map<String, Map<Integer, CommittedOffset>> committed = new HashMap<>();
    private final Map<TopicPartition, Set<Long>> open = new HashMap<>();

    /** The offset, or null. */
    CommittedOffset get(String topic, int partition) {
        Map<Integer, CommittedOffset> partitions = committed.get(topic);
        return partitions == null ? null : partitions.get(partition);
    }

    /** All offsets that count, by topic and partition. */
    Map<String, Map<Integer, CommittedOffset>> all() {
        return Collections.unmodifiableMap(committed);
    }

    /** The partitions of a topic that have an offset which counts. */
    List<TopicPartition> committed(String topic) {
        return committed.getOrDefault(topic, Map.of()).keySet().stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Whether there is an offset of a topic, or will be one if a transaction is committed. */
    boolean has(String topic) {
        return committed.containsKey(topic)
                || open.keySet().stream()
                        .anyMatch(partition -> partition.topic().equals(topic));
    }

    /** The partitions for which open transactions have offsets. */
    Set<TopicPartition> unstable() {
        return Collections.unmodifiableSet(open.keySet());
    }

    boolean isUnstable(String topic, int partition) {
        return !open.isEmpty() && open.containsKey(new TopicPartition(topic, partition));
    }

    boolean isEmpty() {
        return committed.isEmpty() && open.isEmpty();
    }

    void put(String topic, int partition, CommittedOffset offset) {
        committed.computeIfAbsent(topic, name -> new HashMap<>()).put(partition, offset);
    }

    void remove(String topic, int partition) {
        Map<Integer, CommittedOffset> partitions = committed.get(topic);
        if (partitions != null && partitions.remove(partition) != null && partitions.isEmpty()) {
            committed.remove(topic);
        }
    }

    /** A producer has an offset for the partition in its transaction. */
    void opened(TopicPartition partition, long producerId) {
        open.computeIfAbsent(partition, tp -> new HashSet<>()).add(producerId);
    }

    /** A producer has no offset for the partition in its transaction any more. */
    void closed(TopicPartition partition, long producerId) {
        Set<Long> producers = open.get(partition);
        if (producers != null && producers.remove(producerId) && producers.isEmpty()) {
            open.remove(partition);
        }
    }

    /** The producers that have an offset for the partition in their transactions. */
    Set<Long> producers(TopicPartition partition) {
        return Set.copyOf(open.getOrDefault(partition, Set.of()));
    }
}
