package io.headrace.clients.admin;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Map;

/** What comes of asking for committed offsets. Each group succeeds or fails on its own. Thread safe. */
public class ListConsumerGroupOffsetsResult {

    private final Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures;

    ListConsumerGroupOffsetsResult(Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures) {
        this.futures = futures;
    }

    /**
     * The offsets of the only group that was asked about; null for a partition that was asked about and has none.
     *
     * @throws IllegalStateException when several groups were asked about
     */
    public KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> partitionsToOffsetAndMetadata() {
        if (futures.size() != 1) {
            throw new IllegalStateException("Offsets of " + futures.size()
                    + " groups were asked for: use partitionsToOffsetAndMetadata(groupId) or all()");
        }
        return futures.values().iterator().next();
    }

    /**
     * The offsets of one group; null for a partition that was asked about and has none.
     *
     * @param groupId one of the groups that were asked about
     * @throws IllegalArgumentException when it was not
     */
    public KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> partitionsToOffsetAndMetadata(String groupId) {
        KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> future = futures.get(groupId);
        if (future == null) {
            throw new IllegalArgumentException("Offsets for consumer group '" + groupId + "' were not requested.");
        }
        return future;
    }

    /** The offsets by group and partition; fails when one group fails. */
    public KafkaFuture<Map<String, Map<TopicPartition, OffsetAndMetadata>>> all() {
        return Futures.allOf(futures);
    }
}
