package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.config.ConfigResource;
import java.util.Map;

/** What comes of changing configs. Each resource succeeds or fails on its own. Thread safe. */
public class AlterConfigsResult {

    private final Map<ConfigResource, KafkaFuture<Void>> futures;

    AlterConfigsResult(Map<ConfigResource, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** By resource. */
    public Map<ConfigResource, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Done for all resources; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
