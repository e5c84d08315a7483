package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Map;

/** What comes of deleting records. Each partition succeeds or fails on its own. Thread safe. */
public class DeleteRecordsResult {

    private final Map<TopicPartition, KafkaFuture<DeletedRecords>> futures;

    /** @param futures by partition */
    public DeleteRecordsResult(Map<TopicPartition, KafkaFuture<DeletedRecords>> futures) {
        this.futures = futures;
    }

    /** By partition. */
    public Map<TopicPartition, KafkaFuture<DeletedRecords>> lowWatermarks() {
        return futures;
    }

    /** Done when all partitions are; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
