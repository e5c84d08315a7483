package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;

/** What comes of adding a voter. Thread safe. */
public class AddRaftVoterResult {

    private final KafkaFuture<Void> future;

    AddRaftVoterResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Done when the new set of voters is committed. */
    public KafkaFuture<Void> all() {
        return future;
    }
}
