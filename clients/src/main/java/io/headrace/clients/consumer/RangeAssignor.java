package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.assignor.AbstractPartitionAssignor;
import io.headrace.clients.consumer.internals.assignor.TopicRanges;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives each member a range of each topic's partitions: members in order, the first ones one partition more when it does
 * not come out even. Topics with as many partitions and the same members are cut alike, so that a member has the same
 * partitions of each: what a join of two topics by key needs.
 *
 * <pre>
 *   topics a and b with 3 partitions each, members m1 and m2:
 *   m1: a-0 a-1 b-0 b-1      m2: a-2 b-2
 * </pre>
 *
 * <p>Where members say in which rack they are ({@code client.rack}) and not all racks have all partitions, members get
 * partitions with a replica in their rack first (KIP-881); topics that are cut alike still are. Nobody gets more for it.
 *
 * <p>Members are in the order of {@code group.instance.id} where they have one, so that static members get the same
 * partitions after a restart. The result is what Apache Kafka's assignor of the same name gives.
 */
public class RangeAssignor extends AbstractPartitionAssignor {

    /** Its name in the group protocol. */
    public static final String RANGE_ASSIGNOR_NAME = "range";

    private static final Comparator<TopicPartition> BY_NUMBER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    @Override
    public String name() {
        return RANGE_ASSIGNOR_NAME;
    }

    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        return assignPartitions(partitionInfosWithoutRacks(partitionsPerTopic), subscriptions);
    }

    @Override
    public Map<String, List<TopicPartition>> assignPartitions(
            Map<String, List<PartitionInfo>> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Map<String, List<TopicPartition>> assignment = new HashMap<>();
        subscriptions.keySet().forEach(member -> assignment.put(member, new ArrayList<>()));
        List<TopicRanges> topics = topics(partitionsPerTopic, subscriptions, assignment);
        if (topics.stream().anyMatch(TopicRanges::isRackAware)) {
            assignByRack(topics);
        }
        topics.forEach(topic -> topic.assignRanges((member, partition) -> true));
        assignment.values().forEach(partitions -> partitions.sort(BY_NUMBER));
        return assignment;
    }

    private List<TopicRanges> topics(
            Map<String, List<PartitionInfo>> partitionsPerTopic,
            Map<String, Subscription> subscriptions,
            Map<String, List<TopicPartition>> assignment) {
        Map<String, List<MemberInfo>> membersOf = new HashMap<>();
        subscriptions.forEach((member, subscription) -> {
            Optional<String> rack = subscription.rackId().filter(name -> !name.isEmpty());
            MemberInfo info = new MemberInfo(member, subscription.groupInstanceId(), rack);
            Set.copyOf(subscription.topics()).forEach(topic -> put(membersOf, topic, info));
        });
        List<TopicRanges> topics = new ArrayList<>();
        partitionsPerTopic.forEach((topic, partitions) -> {
            List<MemberInfo> members = membersOf.getOrDefault(topic, List.of());
            if (!partitions.isEmpty() && !members.isEmpty()) {
                members.sort(null);
                topics.add(new TopicRanges(topic, partitions, members, this::useRackAwareAssignment, assignment));
            }
        });
        return topics;
    }

    /** First what is in the members' racks: topics that are to be cut alike together, others each for itself. */
    private static void assignByRack(List<TopicRanges> topics) {
        record Alike(List<MemberInfo> members, int partitions) {}
        topics.stream()
                .collect(Collectors.groupingBy(topic -> new Alike(topic.members(), topic.partitionCount())))
                .forEach((alike, group) -> {
                    if (group.size() > 1) {
                        assignTogether(alike.members(), alike.partitions(), group);
                    } else if (group.get(0).isRackAware()) {
                        TopicRanges topic = group.get(0);
                        topic.assignRanges(topic::isInRackOf);
                    }
                });
    }

    private static void assignTogether(List<MemberInfo> members, int partitions, Collection<TopicRanges> topics) {
        Set<MemberInfo> left = new LinkedHashSet<>(members);
        for (int number = 0; number < partitions && !left.isEmpty(); number++) {
            int partition = number;
            Optional<MemberInfo> found = left.stream()
                    .filter(member -> topics.stream()
                            .allMatch(topic -> topic.isInRackOf(member, partition) && topic.room(member) > 0))
                    .findFirst();
            found.ifPresent(member -> {
                topics.forEach(topic -> topic.assign(member, List.of(partition)));
                if (topics.stream().noneMatch(topic -> topic.room(member) > 0)) {
                    left.remove(member);
                }
            });
        }
    }
}
