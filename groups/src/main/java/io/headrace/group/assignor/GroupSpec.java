package io.headrace.group.assignor;

import io.headrace.common.Uuid;
import java.util.Map;
import java.util.Set;

/**
 * What an assignor goes by.
 *
 * @param members by member id
 * @param partitionCounts how many partitions each topic has that a member subscribes to
 */
public record GroupSpec(Map<String, Member> members, Map<Uuid, Integer> partitionCounts) {

    /**
     * One member.
     *
     * @param instanceId of a static member, or null
     * @param topics what it subscribes to, topics that exist
     * @param target what it was to have by the last assignment; may hold partitions of topics that are gone
     */
    public record Member(String instanceId, Set<Uuid> topics, PartitionSet target) {}

    /** Whether all members subscribe to the same topics. */
    boolean isHomogeneous() {
        Set<Uuid> first = null;
        for (Member member : members.values()) {
            if (first == null) {
                first = member.topics();
            } else if (first != member.topics() && !first.equals(member.topics())) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many partitions a topic has.
     *
     * @throws IllegalArgumentException when the topic is none of those of {@link #partitionCounts}
     */
    int partitionCount(Uuid topic) {
        Integer count = partitionCounts.get(topic);
        if (count == null) {
            throw new IllegalArgumentException("a member subscribes to the topic " + topic + ", which does not exist");
        }
        return count;
    }
}
