package io.headrace.broker.api;

import io.headrace.broker.quota.QuotaType;
import io.headrace.metadata.image.TopicImage;

/**
 * The quota of partitions that a client creates and deletes (KIP-599). What is bound to fail, since the topic is there or
 * is not, costs nothing.
 *
 * <p>Stateless.
 */
final class MutationQuota {

    static final String EXCEEDED = "the client's quota of partitions to create and delete is used up; try again later";

    private final Services services;
    private final int firstVersionWithError;

    /** Calls from {@code firstVersionWithError} on are refused when the quota is used up; others only pause. */
    MutationQuota(Services services, int firstVersionWithError) {
        this.services = services;
        this.firstVersionWithError = firstVersionWithError;
    }

    /** Whether a topic may be created; notes that it is. Fewer partitions than 1 stand for the default. */
    boolean allow(Call<?> call, String newTopic, int partitions) {
        if (services.controller().image().topic(newTopic) != null) {
            return true;
        }
        return allow(call, partitions > 0 ? partitions : services.config().numPartitions());
    }

    /** Whether a topic may grow; notes that it does. */
    boolean allowGrowth(Call<?> call, String name, int totalPartitions) {
        TopicImage topic = services.controller().image().topic(name);
        return topic == null || allow(call, totalPartitions - topic.partitions().size());
    }

    /** Whether a topic, which may be null, may be deleted; notes that it is. */
    boolean allowDeletion(Call<?> call, TopicImage topic) {
        return topic == null || allow(call, topic.partitions().size());
    }

    private boolean allow(Call<?> call, int partitions) {
        if (partitions <= 0) {
            return true;
        }
        if (call.version() >= firstVersionWithError) {
            return call.throttle().useIfAllowed(QuotaType.MUTATION, partitions);
        }
        call.throttle().use(QuotaType.MUTATION, partitions);
        return true;
    }
}
