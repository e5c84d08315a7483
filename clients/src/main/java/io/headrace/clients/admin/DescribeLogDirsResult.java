package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of describing log directories. Each broker succeeds or fails on its own. Thread safe. */
public class DescribeLogDirsResult {

    private final Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures;

    DescribeLogDirsResult(Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures) {
        this.futures = futures;
    }

    /** By broker id: descriptions by the directory's absolute path. */
    public Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> descriptions() {
        return futures;
    }

    /** The descriptions of all brokers; fails when one fails. */
    public KafkaFuture<Map<Integer, Map<String, LogDirDescription>>> allDescriptions() {
        return Futures.allOf(futures);
    }
}
