package io.headrace.clients.consumer.internals.assignor;

import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be shared out, and who has what of it now. Immutable.
 *
 * @param members in order of their ids
 * @param partitions those of topics that somebody subscribes to, in order of topic and number
 * @param kept what each member has and may go on having, by the member's index, in that order
 * @param unassigned what nobody has, or whoever has it may not go on having it, in that order
 * @param racks the racks of each partition where they matter; otherwise empty
 */
record StickyProblem(
        List<Member> members,
        List<TopicPartition> partitions,
        List<List<TopicPartition>> kept,
        List<TopicPartition> unassigned,
        Map<TopicPartition, Set<String>> racks) {

    /** @param topics those it subscribes to that have partitions */
    record Member(String id, Set<String> topics, Optional<String> rack) {}

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** @param owners who has what, by member id; may name partitions that are gone */
    static StickyProblem of(
            List<Member> members,
            List<PartitionInfo> partitions,
            Map<TopicPartition, Optional<String>> owners,
            Map<TopicPartition, Set<String>> racks) {
        List<TopicPartition> all = partitions.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .sorted(ORDER)
                .toList();
        Map<String, Integer> indexes = new HashMap<>();
        List<List<TopicPartition>> kept = new ArrayList<>();
        for (Member member : members) {
            indexes.put(member.id(), indexes.size());
            kept.add(new ArrayList<>());
        }
        List<TopicPartition> unassigned = new ArrayList<>();
        for (TopicPartition partition : all) {
            Integer owner = owners.getOrDefault(partition, Optional.empty())
                    .map(indexes::get)
                    .orElse(null);
            if (owner != null
                    && members.get(owner).topics().contains(partition.topic())
                    && isNear(members.get(owner), partition, racks)) {
                kept.get(owner).add(partition);
            } else {
                unassigned.add(partition);
            }
        }
        return new StickyProblem(members, all, kept, unassigned, racks);
    }

    /** Whether all members subscribe to the same topics. */
    boolean isUniform() {
        return members.stream().map(Member::topics).distinct().count() <= 1;
    }

    boolean isRackAware() {
        return !racks.isEmpty();
    }

    /** Whether a partition has a replica in a member's rack; so it is where racks do not matter. */
    boolean isNear(Member member, TopicPartition partition) {
        return isNear(member, partition, racks);
    }

    private static boolean isNear(Member member, TopicPartition partition, Map<TopicPartition, Set<String>> racks) {
        return racks.isEmpty()
                || member.rack().isEmpty()
                || racks.get(partition).contains(member.rack().get());
    }

    /** An assignment from one list per member. */
    Map<String, List<TopicPartition>> named(List<List<TopicPartition>> shares) {
        Map<String, List<TopicPartition>> assignment = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            assignment.put(members.get(i).id(), shares.get(i));
        }
        return assignment;
    }
}
