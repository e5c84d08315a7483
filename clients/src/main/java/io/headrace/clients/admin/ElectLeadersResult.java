package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.internals.KafkaFutureImpl;
import java.util.Map;
import java.util.Optional;

/** What comes of electing leaders. Each partition succeeds or fails on its own. Thread safe. */
public final class ElectLeadersResult {

    private final KafkaFuture<Map<TopicPartition, Optional<Throwable>>> partitions;

    ElectLeadersResult(KafkaFuture<Map<TopicPartition, Optional<Throwable>>> partitions) {
        this.partitions = partitions;
    }

    /**
     * By partition, why no leader was elected; empty when one was. When all partitions were asked for, those that needed no
     * election are left out. Fails when the election as a whole was refused.
     */
    public KafkaFuture<Map<TopicPartition, Optional<Throwable>>> partitions() {
        return partitions;
    }

    /** Done for all partitions; fails when one fails. */
    public KafkaFuture<Void> all() {
        KafkaFutureImpl<Void> all = new KafkaFutureImpl<>();
        KafkaFuture<Map<TopicPartition, Optional<Throwable>>> unused = partitions.whenComplete((results, failure) -> {
            if (failure != null) {
                all.completeExceptionally(Futures.causeOf(failure));
                return;
            }
            results.values().stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresentOrElse(all::completeExceptionally, () -> all.complete(null));
        });
        return all;
    }
}
