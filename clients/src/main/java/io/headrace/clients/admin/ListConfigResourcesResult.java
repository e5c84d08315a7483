package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.config.ConfigResource;
import java.util.Collection;

/** What comes of listing resources that have configs. Thread safe. */
public class ListConfigResourcesResult {

    private final KafkaFuture<Collection<ConfigResource>> future;

    ListConfigResourcesResult(KafkaFuture<Collection<ConfigResource>> future) {
        this.future = future;
    }

    /** The resources. */
    public KafkaFuture<Collection<ConfigResource>> all() {
        return future;
    }
}
