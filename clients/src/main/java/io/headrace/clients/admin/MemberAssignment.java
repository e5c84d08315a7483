package io.headrace.clients.admin;

import io.headrace.common.TopicPartition;
import java.util.Set;

/** The partitions that a member of a group has, or is to have. Immutable. */
public class MemberAssignment {

    private final Set<TopicPartition> topicPartitions;

    /** @param topicPartitions the partitions; null counts as none */
    public MemberAssignment(Set<TopicPartition> topicPartitions) {
        this.topicPartitions = topicPartitions == null ? Set.of() : Set.copyOf(topicPartitions);
    }

    /** The partitions. */
    public Set<TopicPartition> topicPartitions() {
        return topicPartitions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberAssignment that && topicPartitions.equals(that.topicPartitions);
    }

    @Override
    public int hashCode() {
        return topicPartitions.hashCode();
    }

    @Override
    public String toString() {
        return "(topicPartitions=" + topicPartitions + ")";
    }
}
