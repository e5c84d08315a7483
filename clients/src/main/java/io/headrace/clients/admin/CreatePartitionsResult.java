package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of adding partitions. Each topic succeeds or fails on its own. Thread safe. */
public class CreatePartitionsResult {

    private final Map<String, KafkaFuture<Void>> values;

    CreatePartitionsResult(Map<String, KafkaFuture<Void>> values) {
        this.values = values;
    }

    /** By topic name. */
    public Map<String, KafkaFuture<Void>> values() {
        return values;
    }

    /** Done when all topics have their partitions; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(values.values().toArray(new KafkaFuture<?>[0]));
    }
}
