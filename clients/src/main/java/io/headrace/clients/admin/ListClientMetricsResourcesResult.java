package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Collection;

/** What comes of listing client metrics resources. Thread safe. */
@Deprecated
public class ListClientMetricsResourcesResult {

    private final KafkaFuture<Collection<ClientMetricsResourceListing>> future;

    ListClientMetricsResourcesResult(KafkaFuture<Collection<ClientMetricsResourceListing>> future) {
        this.future = future;
    }

    /** The resources. */
    public KafkaFuture<Collection<ClientMetricsResourceListing>> all() {
        return future;
    }
}
