package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of deleting share groups. Each group succeeds or fails on its own. Thread safe. */
public class DeleteShareGroupsResult {

    private final Map<String, KafkaFuture<Void>> futures;

    DeleteShareGroupsResult(Map<String, KafkaFuture<Void>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By group id. */
    public Map<String, KafkaFuture<Void>> deletedGroups() {
        return futures;
    }

    /** Done for all groups; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
