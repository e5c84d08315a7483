package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;

/** What comes of aborting a transaction on a partition. Thread safe. */
public class AbortTransactionResult {

    private final KafkaFuture<Void> future;

    AbortTransactionResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Done. */
    public KafkaFuture<Void> all() {
        return future;
    }
}
