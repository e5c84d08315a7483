package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;

/** What comes of ending a transaction by force. Thread safe. */
public class TerminateTransactionResult {

    private final KafkaFuture<Void> future;

    TerminateTransactionResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Done. */
    public KafkaFuture<Void> result() {
        return future;
    }
}
