package io.headrace.txn;

import io.headrace.common.TopicPartition;
import java.util.Set;

/**
 * A transaction that is decided: its partitions have to be told.
 *
 * @param transactionalId whose it is
 * @param producer id and epoch of the markers
 * @param commit whether it is committed
 * @param partitions which partitions
 * @param coordinatorEpoch who says so
 * @param protocol the producer's rules
 */
public record EndedTransaction(
        String transactionalId,
        ProducerIdentity producer,
        boolean commit,
        Set<TopicPartition> partitions,
        int coordinatorEpoch,
        ClientProtocol protocol) {

    /** Copies the partitions. */
    public EndedTransaction {
        partitions = Set.copyOf(partitions);
    }
}
