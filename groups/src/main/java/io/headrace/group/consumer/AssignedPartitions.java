package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.group.record.ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Partitions that a member has, each with the epoch at which it was given to it. By that epoch a commit that was on its way
 * since before is told from one that is merely late. Immutable.
 */
final class AssignedPartitions {
    static final AssignedPartitions EMPTY = new AssignedPartitions(PartitionSet.EMPTY, Map.of());

    private final PartitionSet partitions;
    /** In the order of the partitions of each topic. */
    private final Map<Uuid, int[]> epochs;

    private AssignedPartitions(PartitionSet partitions, Map<Uuid, int[]> epochs) {
        this.partitions = partitions;
        this.epochs = epochs;
    }

    /** All of them given at the same epoch. */
    static AssignedPartitions of(PartitionSet partitions, int epoch) {
        Builder builder = new Builder();
        partitions.forEach((topic, partition) -> builder.add(topic, partition, epoch));
        return builder.build();
    }

    /**
     * Those of a record.
     *
     * @param defaultEpoch of partitions that were written without one, by Kafka before 4.3
     */
    static AssignedPartitions of(List<TopicPartitions> topics, int defaultEpoch) {
        Builder builder = new Builder();
        for (TopicPartitions topic : topics) {
            List<Integer> numbers = topic.partitions();
            List<Integer> epochs = topic.assignmentEpochs();
            boolean told = epochs != null && epochs.size() == numbers.size();
            for (int i = 0; i < numbers.size(); i++) {
                builder.add(topic.topicId(), numbers.get(i), told ? epochs.get(i) : defaultEpoch);
            }
        }
        return builder.build();
    }

    /** As records have them. */
    List<TopicPartitions> toRecord() {
        List<TopicPartitions> topics = new ArrayList<>();
        for (Uuid topic : partitions.topics()) {
            topics.add(new TopicPartitions()
                    .topicId(topic)
                    .partitions(partitions.partitions(topic))
                    .assignmentEpochs(IntStream.of(epochs.get(topic)).boxed().toList()));
        }
        return topics;
    }

    /** The partitions without their epochs. */
    PartitionSet partitions() {
        return partitions;
    }

    boolean isEmpty() {
        return partitions.isEmpty();
    }

    /** At which epoch the member was given a partition; -1 when it does not have it. */
    int epoch(Uuid topic, int partition) {
        int index = partitions.indexOf(topic, partition);
        return index < 0 ? -1 : epochs.get(topic)[index];
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof AssignedPartitions that
                && partitions.equals(that.partitions)
                && epochs.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), that.epochs.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        return partitions.hashCode();
    }

    @Override
    public String toString() {
        return partitions.toString();
    }

    /** Collects partitions in any order; the last epoch said of a partition counts. Owner: one thread. */
    static final class Builder {
        private final Map<Uuid, SortedMap<Integer, Integer>> epochs = new HashMap<>();

        Builder add(Uuid topic, int partition, int epoch) {
            epochs.computeIfAbsent(topic, key -> new TreeMap<>()).put(partition, epoch);
            return this;
        }

        /** Adds partitions of {@code others} that are of a topic. */
        Builder addTopic(Uuid topic, AssignedPartitions others) {
            for (int partition : others.partitions.partitions(topic)) {
                add(topic, partition, others.epoch(topic, partition));
            }
            return this;
        }

        boolean isEmpty() {
            return epochs.isEmpty();
        }

        AssignedPartitions build() {
            if (epochs.isEmpty()) {
                return EMPTY;
            }
            PartitionSet.Builder partitions = new PartitionSet.Builder();
            Map<Uuid, int[]> epochArrays = new HashMap<>();
            epochs.forEach((topic, byPartition) -> {
                byPartition.keySet().forEach(partition -> partitions.add(topic, partition));
                epochArrays.put(
                        topic,
                        byPartition.values().stream()
                                .mapToInt(Integer::intValue)
                                .toArray());
            });
            return new AssignedPartitions(partitions.build(), epochArrays);
        }
    }
}
