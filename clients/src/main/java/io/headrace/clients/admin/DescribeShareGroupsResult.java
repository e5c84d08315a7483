package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of describing share groups. Each group succeeds or fails on its own. Thread safe. */
public class DescribeShareGroupsResult {

    private final Map<String, KafkaFuture<ShareGroupDescription>> futures;

    /** @param futures by group id */
    public DescribeShareGroupsResult(Map<String, KafkaFuture<ShareGroupDescription>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By group id. */
    public Map<String, KafkaFuture<ShareGroupDescription>> describedGroups() {
        return futures;
    }

    /** All groups; fails when one fails. */
    public KafkaFuture<Map<String, ShareGroupDescription>> all() {
        return Futures.allOf(futures);
    }
}
