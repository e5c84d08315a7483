package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of changing features. Brokers from Kafka 4.1 on change all or none. Thread safe. */
public class UpdateFeaturesResult {

    private final Map<String, KafkaFuture<Void>> futures;

    UpdateFeaturesResult(Map<String, KafkaFuture<Void>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By feature. */
    public Map<String, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Done for all features; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
