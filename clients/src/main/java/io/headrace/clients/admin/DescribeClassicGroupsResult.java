package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of describing groups of the classic protocol. Each group succeeds or fails on its own. Thread safe. */
public class DescribeClassicGroupsResult {

    private final Map<String, KafkaFuture<ClassicGroupDescription>> futures;

    /** @param futures by group id */
    public DescribeClassicGroupsResult(Map<String, KafkaFuture<ClassicGroupDescription>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By group id. */
    public Map<String, KafkaFuture<ClassicGroupDescription>> describedGroups() {
        return futures;
    }

    /** All groups; fails when one fails. */
    public KafkaFuture<Map<String, ClassicGroupDescription>> all() {
        return Futures.allOf(futures);
    }
}
