package io.headrace.group.consumer;

import io.headrace.group.assignor.PartitionSet;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest.TopicPartitions;
import java.util.List;

/**
 * What a member says it owns. It may say nothing, since nothing has changed; then nobody knows what it has given up.
 *
 * @param told whether it said anything
 * @param partitions what it owns, if so
 */
record OwnedPartitions(boolean told, PartitionSet partitions) {
    /** It says nothing. */
    static final OwnedPartitions UNTOLD = new OwnedPartitions(false, PartitionSet.EMPTY);

    static OwnedPartitions of(PartitionSet partitions) {
        return new OwnedPartitions(true, partitions);
    }

    /** That of a heartbeat; null says nothing. */
    static OwnedPartitions of(List<TopicPartitions> topics) {
        if (topics == null) {
            return UNTOLD;
        }
        PartitionSet.Builder builder = new PartitionSet.Builder();
        topics.forEach(topic -> topic.partitions().forEach(partition -> builder.add(topic.topicId(), partition)));
        return of(builder.build());
    }

    /** Whether the member may still own one of these. */
    boolean mayHoldAnyOf(AssignedPartitions others) {
        if (!told) {
            return true;
        }
        boolean[] holds = {false};
        partitions.forEach((topic, partition) -> holds[0] |= others.partitions().contains(topic, partition));
        return holds[0];
    }

    /** Whether the member said that it owns none but these. */
    boolean isWithin(AssignedPartitions others) {
        if (!told) {
            return false;
        }
        boolean[] within = {true};
        partitions.forEach(
                (topic, partition) -> within[0] &= others.partitions().contains(topic, partition));
        return within[0];
    }
}
