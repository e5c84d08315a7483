package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Map;

/** What comes of asking for offsets of share groups. Each group succeeds or fails on its own. Thread safe. */
public class ListShareGroupOffsetsResult {

    private final Map<String, KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> futures;

    ListShareGroupOffsetsResult(Map<String, KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /**
     * The offsets of one group; null for a partition that was asked about and has none.
     *
     * @param groupId one of the groups that were asked about
     * @throws IllegalArgumentException when it was not
     */
    public KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>> partitionsToOffsetInfo(String groupId) {
        return Futures.required(futures, groupId, "group");
    }

    /** The offsets by group and partition; fails when one group fails. */
    public KafkaFuture<Map<String, Map<TopicPartition, SharePartitionOffsetInfo>>> all() {
        return Futures.allOf(futures);
    }
}
