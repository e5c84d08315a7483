package io.headrace.group.offsets;

import io.headrace.common.TopicPartition;
import io.headrace.coordination.ProducerStamp;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All committed offsets of a coordinator, and those that wait for the end of a transaction. Changed by {@link #replay} and
 * {@link #replayEndOfTransaction} and nothing else. Owner: the coordinator's thread.
 */
public final class OffsetStore {
    private final Map<String, GroupOffsets> groups = new HashMap<>();
    private final Map<Long, Map<String, Map<TopicPartition, CommittedOffset>>> pending = new HashMap<>();

    /** By topic, the groups that have offsets of it, or will if a transaction is committed. */
    private final Map<String, Set<String>> groupsOfTopics = new HashMap<>();

    /** The offsets of a group; an empty set of them for a group without any. To be read only. */
    GroupOffsets of(String groupId) {
        return groups.getOrDefault(groupId, GroupOffsets.NONE);
    }

    /** The groups that have offsets, or will if a transaction is committed. */
    Collection<String> groupIds() {
        return List.copyOf(groups.keySet());
    }

    /** The groups that have offsets of a topic, or will if a transaction is committed. */
    Collection<String> groupIds(String topic) {
        return List.copyOf(groupsOfTopics.getOrDefault(topic, Set.of()));
    }

    /** The offsets of a producer's open transaction for a group. To be read only. */
    Map<TopicPartition, CommittedOffset> pending(long producerId, String groupId) {
        return pending.getOrDefault(producerId, Map.of()).getOrDefault(groupId, Map.of());
    }

    /**
     * Takes over a record.
     *
     * @param recordOffset where it is in the coordinator's partition
     * @param producer whose transaction it is part of, or {@link ProducerStamp#NONE}
     * @param value the offset, or null when there is none any more
     */
    public void replay(
            long recordOffset, ProducerStamp producer, String groupId, String topic, int partition, TypedRecord value) {
        if (value == null) {
            remove(groupId, new TopicPartition(topic, partition));
            return;
        }
        GroupOffsets offsets = groups.computeIfAbsent(groupId, id -> new GroupOffsets());
        groupsOfTopics.computeIfAbsent(topic, name -> new HashSet<>(2)).add(groupId);
        CommittedOffset committed = CommittedOffset.of(value, recordOffset);
        if (producer.isTransactional()) {
            TopicPartition key = new TopicPartition(topic, partition);
            pending.computeIfAbsent(producer.producerId(), id -> new HashMap<>())
                    .computeIfAbsent(groupId, id -> new HashMap<>())
                    .put(key, committed);
            offsets.opened(key, producer.producerId());
        } else {
            offsets.put(topic, partition, committed);
        }
    }

    private void remove(String groupId, TopicPartition partition) {
        GroupOffsets offsets = groups.get(groupId);
        if (offsets == null) {
            return;
        }
        offsets.remove(partition.topic(), partition.partition());
        for (long producerId : offsets.producers(partition)) {
            forget(producerId, groupId, partition);
            offsets.closed(partition, producerId);
        }
        dropTopicIfGone(groupId, offsets, partition.topic());
        dropIfEmpty(groupId, offsets);
    }

    private void dropTopicIfGone(String groupId, GroupOffsets offsets, String topic) {
        Set<String> groupIds = groupsOfTopics.get(topic);
        if (groupIds != null && !offsets.has(topic)) {
            groupIds.remove(groupId);
            if (groupIds.isEmpty()) {
                groupsOfTopics.remove(topic);
            }
        }
    }

    private void forget(long producerId, String groupId, TopicPartition partition) {
        Map<String, Map<TopicPartition, CommittedOffset>> byGroup = pending.get(producerId);
        Map<TopicPartition, CommittedOffset> offsets = byGroup.get(groupId);
        offsets.remove(partition);
        if (offsets.isEmpty()) {
            byGroup.remove(groupId);
        }
        if (byGroup.isEmpty()) {
            pending.remove(producerId);
        }
    }

    /**
     * Takes over the end of a transaction: what the producer wrote in it counts, unless the same group wrote later, or is
     * void.
     *
     * @return the groups it wrote offsets of
     */
    public Set<String> replayEndOfTransaction(long producerId, boolean committed) {
        Map<String, Map<TopicPartition, CommittedOffset>> ended = pending.remove(producerId);
        if (ended == null) {
            return Set.of();
        }
        ended.forEach((groupId, written) -> {
            GroupOffsets offsets = groups.get(groupId);
            written.forEach((partition, offset) -> {
                offsets.closed(partition, producerId);
                CommittedOffset present = offsets.get(partition.topic(), partition.partition());
                if (committed && (present == null || present.recordOffset() < offset.recordOffset())) {
                    offsets.put(partition.topic(), partition.partition(), offset);
                }
            });
            written.keySet().forEach(partition -> dropTopicIfGone(groupId, offsets, partition.topic()));
            dropIfEmpty(groupId, offsets);
        });
        return new HashSet<>(ended.keySet());
    }

    private void dropIfEmpty(String groupId, GroupOffsets offsets) {
        if (offsets.isEmpty()) {
            groups.remove(groupId);
        }
    }

    /** All partitions that a group has an offset for, be it one that only counts once a transaction is committed. */
    List<TopicPartition> partitions(String groupId) {
        GroupOffsets offsets = of(groupId);
        Set<TopicPartition> partitions = new HashSet<>(offsets.unstable());
        offsets.all().keySet().forEach(topic -> partitions.addAll(offsets.committed(topic)));
        return new ArrayList<>(partitions);
    }

    /** Those of {@link #partitions(String)} that are of a topic. */
    List<TopicPartition> partitions(String groupId, String topic) {
        GroupOffsets offsets = of(groupId);
        Set<TopicPartition> partitions = new HashSet<>(offsets.committed(topic));
        offsets.unstable().stream()
                .filter(partition -> partition.topic().equals(topic))
                .forEach(partitions::add);
        return new ArrayList<>(partitions);
    }
}
