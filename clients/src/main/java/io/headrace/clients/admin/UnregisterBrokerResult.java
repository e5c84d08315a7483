package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;

/** What comes of unregistering a broker. Thread safe. */
public class UnregisterBrokerResult {

    private final KafkaFuture<Void> future;

    UnregisterBrokerResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Done when the cluster has forgotten the broker. */
    public KafkaFuture<Void> all() {
        return future;
    }
}
