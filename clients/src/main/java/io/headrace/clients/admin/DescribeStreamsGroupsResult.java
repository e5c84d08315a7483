package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of describing streams groups. Each group succeeds or fails on its own. Thread safe. */
public class DescribeStreamsGroupsResult {

    private final Map<String, KafkaFuture<StreamsGroupDescription>> futures;

    /** @param futures by group id */
    public DescribeStreamsGroupsResult(Map<String, KafkaFuture<StreamsGroupDescription>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By group id. */
    public Map<String, KafkaFuture<StreamsGroupDescription>> describedGroups() {
        return futures;
    }

    /** All groups; fails when one fails. */
    public KafkaFuture<Map<String, StreamsGroupDescription>> all() {
        return Futures.allOf(futures);
    }
}
