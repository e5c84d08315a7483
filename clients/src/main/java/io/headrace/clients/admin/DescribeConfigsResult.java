package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.config.ConfigResource;
import java.util.Map;

/** What comes of describing configs. Each resource succeeds or fails on its own. Thread safe. */
public class DescribeConfigsResult {

    private final Map<ConfigResource, KafkaFuture<Config>> futures;

    /** @param futures by resource */
    protected DescribeConfigsResult(Map<ConfigResource, KafkaFuture<Config>> futures) {
        this.futures = futures;
    }

    /** By resource. */
    public Map<ConfigResource, KafkaFuture<Config>> values() {
        return futures;
    }

    /** The configs of all resources; fails when one fails. */
    public KafkaFuture<Map<ConfigResource, Config>> all() {
        return Futures.allOf(futures);
    }
}
