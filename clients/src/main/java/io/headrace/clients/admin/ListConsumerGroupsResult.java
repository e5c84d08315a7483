package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Collection;
import java.util.Map;

/** What comes of listing consumer groups; every broker is asked for those it coordinates. Thread safe. */
public class ListConsumerGroupsResult {

    private final Listings<ConsumerGroupListing> listings;

    ListConsumerGroupsResult(KafkaFuture<Map<Integer, KafkaFuture<Collection<ConsumerGroupListing>>>> brokers) {
        this.listings = new Listings<>(brokers, ConsumerGroupListing::groupId);
    }

    /** The groups of all brokers; fails when one broker's are not known. */
    public KafkaFuture<Collection<ConsumerGroupListing>> all() {
        return listings.all();
    }

    /** The groups of those brokers that answered; never fails. */
    public KafkaFuture<Collection<ConsumerGroupListing>> valid() {
        return listings.valid();
    }

    /** Why the other brokers' groups are not known; never fails. */
    public KafkaFuture<Collection<Throwable>> errors() {
        return listings.errors();
    }
}
