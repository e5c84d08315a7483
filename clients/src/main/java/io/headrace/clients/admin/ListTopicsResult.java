package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What comes of listing topics. Thread safe. */
public class ListTopicsResult {

    private final KafkaFuture<Map<String, TopicListing>> future;

    ListTopicsResult(KafkaFuture<Map<String, TopicListing>> future) {
        this.future = future;
    }

    /** Listings by topic name. */
    public KafkaFuture<Map<String, TopicListing>> namesToListings() {
        return future;
    }

    /** The listings. */
    public KafkaFuture<Collection<TopicListing>> listings() {
        return future.thenApply(Map::values);
    }

    /** The topics' names. */
    public KafkaFuture<Set<String>> names() {
        return future.thenApply(Map::keySet);
    }
}
