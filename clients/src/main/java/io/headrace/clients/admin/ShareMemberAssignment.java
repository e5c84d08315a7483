package io.headrace.clients.admin;

import io.headrace.common.TopicPartition;
import java.util.Set;

/** The partitions that a member of a share group reads, together with others. Immutable. */
public class ShareMemberAssignment {

    private final Set<TopicPartition> topicPartitions;

    /**
     * @param topicPartitions the partitions
     */
    public ShareMemberAssignment(Set<TopicPartition> topicPartitions) {
        this.topicPartitions = Set.copyOf(topicPartitions);
    }

    /** The partitions. */
    public Set<TopicPartition> topicPartitions() {
        return topicPartitions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareMemberAssignment that && topicPartitions.equals(that.topicPartitions);
    }

    @Override
    public int hashCode() {
        return topicPartitions.hashCode();
    }

    @Override
    public String toString() {
        return "ShareMemberAssignment(topicPartitions=" + topicPartitions + ")";
    }
}
