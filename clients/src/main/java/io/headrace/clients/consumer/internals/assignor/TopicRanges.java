package io.headrace.clients.consumer.internals.assignor;

import io.headrace.clients.consumer.internals.assignor.AbstractPartitionAssignor.MemberInfo;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * One topic while ranges of it are given to members: what is left, and how much more each member may get. Owner: the call
 * that shares out.
 */
public final class TopicRanges {

    /** Whether it matters which member gets which partition. */
    public interface RackRule {

        /** See {@link AbstractPartitionAssignor#useRackAwareAssignment}. */
        boolean matters(Set<String> memberRacks, Set<String> racks, Map<TopicPartition, Set<String>> racksPerPartition);
    }

    private final String topic;
    private final List<MemberInfo> members;
    private final int partitionCount;
    private final Map<TopicPartition, Set<String>> racks;
    private final boolean rackAware;
    private final Map<String, List<TopicPartition>> assignment;

    private final Set<Integer> unassigned = new LinkedHashSet<>();
    private final Map<MemberInfo, Integer> assigned = new HashMap<>();

    /** How many each member gets at least, and how many members may still get one more. */
    private final int share;

    private int extra;

    /**
     * @param partitions in order of their numbers
     * @param members in the order in which they get ranges; at least one
     * @param assignment where to put what a member gets
     */
    public TopicRanges(
            String topic,
            List<PartitionInfo> partitions,
            List<MemberInfo> members,
            RackRule rule,
            Map<String, List<TopicPartition>> assignment) {
        this.topic = topic;
        this.members = members;
        this.partitionCount = partitions.size();
        this.assignment = assignment;
        this.share = partitions.size() / members.size();
        this.extra = partitions.size() % members.size();
        partitions.forEach(partition -> unassigned.add(partition.partition()));
        members.forEach(member -> assigned.put(member, 0));
        Set<String> memberRacks = new HashSet<>();
        members.forEach(member -> member.rackId.ifPresent(memberRacks::add));
        this.racks = memberRacks.isEmpty() ? Map.of() : PartitionRacks.of(partitions);
        Set<String> all = new HashSet<>();
        racks.values().forEach(all::addAll);
        this.rackAware = rule.matters(memberRacks, all, racks);
    }

    public List<MemberInfo> members() {
        return members;
    }

    public int partitionCount() {
        return partitionCount;
    }

    public boolean isRackAware() {
        return rackAware;
    }

    /** Whether a partition has a replica where the member is; so it is for a member that does not say where it is. */
    public boolean isInRackOf(MemberInfo member, int partition) {
        return member.rackId.isEmpty()
                || racks.getOrDefault(new TopicPartition(topic, partition), Set.of())
                        .contains(member.rackId.get());
    }

    /** How many partitions more a member may get. */
    public int room(MemberInfo member) {
        return Math.max(0, share + (extra > 0 ? 1 : 0) - assigned.get(member));
    }

    /** Gives each member in turn as many of the first partitions left as it may have of those that suit it. */
    public void assignRanges(BiPredicate<MemberInfo, Integer> suits) {
        for (MemberInfo member : members) {
            int room = room(member);
            List<Integer> range = new ArrayList<>(room);
            for (Integer partition : unassigned) {
                if (range.size() == room) {
                    break;
                }
                if (suits.test(member, partition)) {
                    range.add(partition);
                }
            }
            assign(member, range);
        }
    }

    /** Gives partitions that are left to a member that has room for them. */
    public void assign(MemberInfo member, List<Integer> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        int before = assigned.get(member);
        int now = before + partitions.size();
        assigned.put(member, now);
        if (now > share) {
            extra--;
        }
        List<TopicPartition> own = assignment.get(member.memberId);
        for (Integer partition : partitions) {
            unassigned.remove(partition);
            own.add(new TopicPartition(topic, partition));
        }
    }
}
