package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.HashMap;
import java.util.Map;

/** What comes of fencing producers. Each transactional id succeeds or fails on its own. Thread safe. */
public class FenceProducersResult {

    /**
     * What a transactional id has now.
     *
     * @param producerId the producer
     * @param epoch its epoch, which shuts out all older ones
     */
    record Fenced(long producerId, short epoch) {}

    private final Map<String, KafkaFuture<Fenced>> futures;

    FenceProducersResult(Map<String, KafkaFuture<Fenced>> futures) {
        this.futures = futures;
    }

    /** Done, by transactional id. */
    public Map<String, KafkaFuture<Void>> fencedProducers() {
        Map<String, KafkaFuture<Void>> done = new HashMap<>();
        futures.forEach((id, future) -> done.put(id, future.thenApply(fenced -> null)));
        return done;
    }

    /**
     * The producer that an id has now.
     *
     * @param transactionalId one of those that were given
     * @throws IllegalArgumentException when it was not
     */
    public KafkaFuture<Long> producerId(String transactionalId) {
        return Futures.required(futures, transactionalId, "transactional id").thenApply(Fenced::producerId);
    }

    /**
     * The epoch that an id has now.
     *
     * @param transactionalId one of those that were given
     * @throws IllegalArgumentException when it was not
     */
    public KafkaFuture<Short> epochId(String transactionalId) {
        return Futures.required(futures, transactionalId, "transactional id").thenApply(Fenced::epoch);
    }

    /** Done for all ids; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
