package io.headrace.clients.consumer.internals.assignor;

import io.headrace.clients.consumer.ConsumerPartitionAssignor;
import io.headrace.common.Cluster;
import io.headrace.common.Node;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An assignor that needs only to know which partitions there are: turns the cluster into a list of partitions for each
 * topic, and lists of partitions into assignments without user data. Has no state.
 *
 * <p>To write one, override {@link #assignPartitions}, or {@link #assign(Map, Map)} when numbers of partitions will do.
 */
public abstract class AbstractPartitionAssignor implements ConsumerPartitionAssignor {

    private static final Logger log = LoggerFactory.getLogger(AbstractPartitionAssignor.class);

    private static final Node[] NO_NODES = {};

    /**
     * Shares partitions out by their numbers alone.
     *
     * @param partitionsPerTopic how many partitions each topic has that exists and is subscribed to
     * @param subscriptions by member id
     * @return the partitions of each member, in lists that may be changed; it has to name all members
     */
    public abstract Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions);

    /**
     * Shares partitions out, with what is known about where they are.
     *
     * @param partitionsPerTopic the partitions of each topic that exists and is subscribed to, in order of their numbers
     * @param subscriptions by member id
     * @return the partitions of each member, in lists that may be changed; it has to name all members
     */
    public Map<String, List<TopicPartition>> assignPartitions(
            Map<String, List<PartitionInfo>> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Map<String, Integer> counts = new HashMap<>();
        partitionsPerTopic.forEach((topic, partitions) -> counts.put(topic, partitions.size()));
        return assign(counts, subscriptions);
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription) {
        Map<String, Subscription> subscriptions = groupSubscription.groupSubscription();
        Set<String> topics = new TreeSet<>();
        subscriptions.values().forEach(subscription -> topics.addAll(subscription.topics()));
        Map<String, List<PartitionInfo>> partitionsPerTopic = new HashMap<>();
        for (String topic : topics) {
            List<PartitionInfo> partitions = new ArrayList<>(metadata.partitionsForTopic(topic));
            if (partitions.isEmpty()) {
                log.debug("topic {} is subscribed to and has no partitions: left out", topic);
            } else {
                partitions.sort(Comparator.comparingInt(PartitionInfo::partition));
                partitionsPerTopic.put(topic, partitions);
            }
        }
        Map<String, Assignment> assignments = new HashMap<>();
        assignPartitions(partitionsPerTopic, subscriptions)
                .forEach((member, partitions) -> assignments.put(member, new Assignment(partitions)));
        return new GroupAssignment(assignments);
    }

    /** Adds a value to the list at a key. */
    protected static <K, V> void put(Map<K, List<V>> map, K key, V value) {
        map.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }

    /** The partitions of a topic by their count. */
    protected static List<TopicPartition> partitions(String topic, int numPartitions) {
        List<TopicPartition> partitions = new ArrayList<>(numPartitions);
        for (int partition = 0; partition < numPartitions; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
        return partitions;
    }

    /** Partitions of which only their number is known: without leader and replicas. */
    protected static Map<String, List<PartitionInfo>> partitionInfosWithoutRacks(
            Map<String, Integer> partitionsPerTopic) {
        Map<String, List<PartitionInfo>> infos = new HashMap<>();
        partitionsPerTopic.forEach((topic, count) -> {
            List<PartitionInfo> partitions = new ArrayList<>(count);
            for (int partition = 0; partition < count; partition++) {
                partitions.add(new PartitionInfo(topic, partition, null, NO_NODES, NO_NODES));
            }
            infos.put(topic, partitions);
        });
        return infos;
    }

    /**
     * Whether it makes a difference which member reads which partition (KIP-881): some member is in a rack where there are
     * replicas, and not every rack has a replica of every partition.
     *
     * @param consumerRacks the members' racks
     * @param partitionRacks the racks of all partitions together
     * @param racksPerPartition the racks of each partition
     */
    protected boolean useRackAwareAssignment(
            Set<String> consumerRacks, Set<String> partitionRacks, Map<TopicPartition, Set<String>> racksPerPartition) {
        return !consumerRacks.isEmpty()
                && !Collections.disjoint(consumerRacks, partitionRacks)
                && !racksPerPartition.values().stream().allMatch(partitionRacks::equals);
    }

    /** The order in which members get partitions: static ones first, by their names, then the others by member id. */
    public static class MemberInfo implements Comparable<MemberInfo> {

        /** The id that the coordinator gave it. */
        public final String memberId;

        /** {@code group.instance.id} of a static member. */
        public final Optional<String> groupInstanceId;

        /** {@code client.rack}, if set. */
        public final Optional<String> rackId;

        /**
         * @param memberId the id that the coordinator gave it
         * @param groupInstanceId {@code group.instance.id} of a static member
         * @param rackId {@code client.rack}, if set
         */
        public MemberInfo(String memberId, Optional<String> groupInstanceId, Optional<String> rackId) {
            this.memberId = memberId;
            this.groupInstanceId = groupInstanceId;
            this.rackId = rackId;
        }

        /**
         * Of a member without a rack.
         *
         * @param memberId the id that the coordinator gave it
         * @param groupInstanceId {@code group.instance.id} of a static member
         */
        public MemberInfo(String memberId, Optional<String> groupInstanceId) {
            this(memberId, groupInstanceId, Optional.empty());
        }

        @Override
        public int compareTo(MemberInfo other) {
            if (groupInstanceId.isPresent() && other.groupInstanceId.isPresent()) {
                return groupInstanceId.get().compareTo(other.groupInstanceId.get());
            }
            if (groupInstanceId.isPresent() != other.groupInstanceId.isPresent()) {
                return groupInstanceId.isPresent() ? -1 : 1;
            }
            return memberId.compareTo(other.memberId);
        }

        /** By member id: a group has each once. */
        @Override
        public boolean equals(Object other) {
            return other instanceof MemberInfo that && memberId.equals(that.memberId);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(memberId);
        }

        @Override
        public String toString() {
            return "MemberInfo [member.id: " + memberId + ", group.instance.id: " + groupInstanceId.orElse("{}") + "]";
        }
    }
}
