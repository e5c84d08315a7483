package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Map;

/** What comes of setting a share group's offsets. Each partition succeeds or fails on its own. Thread safe. */
public class AlterShareGroupOffsetsResult {

    private final Map<TopicPartition, KafkaFuture<Void>> futures;

    AlterShareGroupOffsetsResult(Map<TopicPartition, KafkaFuture<Void>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /**
     * Done for one partition.
     *
     * @param partition one of those that were given
     * @return fails with an IllegalArgumentException for one that was not
     */
    public KafkaFuture<Void> partitionResult(TopicPartition partition) {
        return Futures.of(futures, partition, "partition");
    }

    /** Done for all partitions; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
