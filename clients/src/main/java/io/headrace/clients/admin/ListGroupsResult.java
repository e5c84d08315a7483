package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Collection;
import java.util.Map;

/** What comes of listing groups; every broker is asked for those it coordinates. Thread safe. */
public class ListGroupsResult {

    private final Listings<GroupListing> listings;

    ListGroupsResult(KafkaFuture<Map<Integer, KafkaFuture<Collection<GroupListing>>>> brokers) {
        this.listings = new Listings<>(brokers, GroupListing::groupId);
    }

    /** The groups of all brokers; fails when one broker's are not known. */
    public KafkaFuture<Collection<GroupListing>> all() {
        return listings.all();
    }

    /** The groups of those brokers that answered; never fails. */
    public KafkaFuture<Collection<GroupListing>> valid() {
        return listings.valid();
    }

    /** Why the other brokers' groups are not known; never fails. */
    public KafkaFuture<Collection<Throwable>> errors() {
        return listings.errors();
    }
}
