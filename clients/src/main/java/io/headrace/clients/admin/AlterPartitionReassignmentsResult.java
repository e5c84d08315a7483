package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Map;

/** What comes of starting and cancelling reassignments. Each partition succeeds or fails on its own. Thread safe. */
public class AlterPartitionReassignmentsResult {

    private final Map<TopicPartition, KafkaFuture<Void>> futures;

    AlterPartitionReassignmentsResult(Map<TopicPartition, KafkaFuture<Void>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By partition. */
    public Map<TopicPartition, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Done for all partitions; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
