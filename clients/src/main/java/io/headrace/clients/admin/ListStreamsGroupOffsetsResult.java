package io.headrace.clients.admin;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Map;

/** What comes of asking for offsets of streams groups. Each group succeeds or fails on its own. Thread safe. */
public class ListStreamsGroupOffsetsResult {

    private final Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures;

    ListStreamsGroupOffsetsResult(Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /**
     * The offsets of one group; null for a partition that was asked about and has none.
     *
     * @param groupId one of the groups that were asked about
     * @throws IllegalArgumentException when it was not
     */
    public KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> partitionsToOffsetAndMetadata(String groupId) {
        return Futures.required(futures, groupId, "group");
    }

    /** The offsets by group and partition; fails when one group fails. */
    public KafkaFuture<Map<String, Map<TopicPartition, OffsetAndMetadata>>> all() {
        return Futures.allOf(futures);
    }
}
