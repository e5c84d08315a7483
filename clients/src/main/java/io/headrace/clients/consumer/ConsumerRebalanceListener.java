package io.headrace.clients.consumer;

import io.headrace.common.TopicPartition;
import java.util.Collection;

/**
 * Told when the partitions that a consumer group assigns to this member change. Called in the thread that polls.
 */
public interface ConsumerRebalanceListener {

    /**
     * The partitions are about to be given to other members; last chance to commit their offsets.
     *
     * @param partitions the partitions given up
     */
    void onPartitionsRevoked(Collection<TopicPartition> partitions);

    /**
     * The partitions belong to this member from now on.
     *
     * @param partitions the partitions gained
     */
    void onPartitionsAssigned(Collection<TopicPartition> partitions);

    /**
     * The partitions are already someone else's; committing is too late. Calls {@link #onPartitionsRevoked} unless
     * overridden.
     *
     * @param partitions the partitions lost
     */
    default void onPartitionsLost(Collection<TopicPartition> partitions) {
        onPartitionsRevoked(partitions);
    }
}
