package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.Uuid;
import java.util.Collection;
import java.util.Map;

/** What comes of deleting topics. Each topic succeeds or fails on its own. Thread safe. */
public class DeleteTopicsResult {

    private final Map<Uuid, KafkaFuture<Void>> topicIdFutures;
    private final Map<String, KafkaFuture<Void>> nameFutures;

    /**
     * One of the two is null.
     *
     * @param topicIdFutures by topic id
     * @param nameFutures by topic name
     */
    protected DeleteTopicsResult(
            Map<Uuid, KafkaFuture<Void>> topicIdFutures, Map<String, KafkaFuture<Void>> nameFutures) {
        if ((topicIdFutures == null) == (nameFutures == null)) {
            throw new IllegalArgumentException("Topics are deleted either by id or by name");
        }
        this.topicIdFutures = topicIdFutures;
        this.nameFutures = nameFutures;
    }

    /** By topic id; null when topics were named by name. */
    public Map<Uuid, KafkaFuture<Void>> topicIdValues() {
        return topicIdFutures;
    }

    /** By topic name; null when topics were named by id. */
    public Map<String, KafkaFuture<Void>> topicNameValues() {
        return nameFutures;
    }

    /** Done when all topics are deleted; fails when one fails. */
    public KafkaFuture<Void> all() {
        Collection<KafkaFuture<Void>> futures = topicIdFutures == null ? nameFutures.values() : topicIdFutures.values();
        return KafkaFuture.allOf(futures.toArray(new KafkaFuture<?>[0]));
    }
}
