package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of describing consumer groups. Each group succeeds or fails on its own. Thread safe. */
public class DescribeConsumerGroupsResult {

    private final Map<String, KafkaFuture<ConsumerGroupDescription>> futures;

    /** @param futures by group id */
    public DescribeConsumerGroupsResult(Map<String, KafkaFuture<ConsumerGroupDescription>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By group id. */
    public Map<String, KafkaFuture<ConsumerGroupDescription>> describedGroups() {
        return futures;
    }

    /** All groups; fails when one fails. */
    public KafkaFuture<Map<String, ConsumerGroupDescription>> all() {
        return Futures.allOf(futures);
    }
}
