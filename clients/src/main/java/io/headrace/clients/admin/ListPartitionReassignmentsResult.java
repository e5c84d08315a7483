package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Map;

/** What comes of listing reassignments. Thread safe. */
public class ListPartitionReassignmentsResult {

    private final KafkaFuture<Map<TopicPartition, PartitionReassignment>> reassignments;

    ListPartitionReassignmentsResult(KafkaFuture<Map<TopicPartition, PartitionReassignment>> reassignments) {
        this.reassignments = reassignments;
    }

    /** The reassignments under way, by partition. */
    public KafkaFuture<Map<TopicPartition, PartitionReassignment>> reassignments() {
        return reassignments;
    }
}
