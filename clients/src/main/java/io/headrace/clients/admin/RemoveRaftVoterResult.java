package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;

/** What comes of removing a voter. Thread safe. */
public class RemoveRaftVoterResult {

    private final KafkaFuture<Void> future;

    RemoveRaftVoterResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Done when the new set of voters is committed. */
    public KafkaFuture<Void> all() {
        return future;
    }
}
