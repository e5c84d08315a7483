package io.headrace.txn;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import java.util.Set;

/**
 * A producer is going to write to partitions in its transaction.
 *
 * @param transactionalId the transactional id
 * @param producer who asks
 * @param partitions to be in the transaction
 * @param protocol by which rules
 * @param channel by which connection it came: larger for one that was made later
 */
public record AddPartitions(
        String transactionalId,
        ProducerIdentity producer,
        Set<TopicPartition> partitions,
        ClientProtocol protocol,
        long channel) {

    /** Stands for the connection of who has an epoch for each transaction: there it does not matter. */
    public static final long NO_CHANNEL = -1;

    /** Copies the partitions. */
    public AddPartitions {
        partitions = Set.copyOf(partitions);
    }

    Decision decide(Transaction current, long nowMs) {
        Errors refusal = refusal(current);
        if (refusal != Errors.NONE) {
            return new Decision.Refuse(refusal);
        }
        if (current.state() == TransactionState.ONGOING && current.partitions().containsAll(partitions)) {
            return new Decision.Stand();
        }
        return new Decision.Move(current.adding(partitions, protocol, nowMs));
    }

    private Errors refusal(Transaction current) {
        boolean sameId = producer.id() == current.producer().id();
        if (current.state().isPrepared()) {
            // The producer may have its next id already, which counts once the markers are written.
            return sameId && producer.epoch() < current.epoch()
                    ? Errors.PRODUCER_FENCED
                    : Errors.CONCURRENT_TRANSACTIONS;
        }
        if (!sameId) {
            return Errors.INVALID_PRODUCER_ID_MAPPING;
        }
        return producer.epoch() == current.epoch() ? Errors.NONE : Errors.PRODUCER_FENCED;
    }

    /** Whether a partition is in the transaction, asked by whoever is about to write to it for a producer. */
    static Errors verify(Transaction current, ProducerIdentity producer, TopicPartition partition) {
        if (producer.id() != current.producer().id()) {
            return Errors.INVALID_PRODUCER_ID_MAPPING;
        }
        if (producer.epoch() != current.epoch()) {
            return Errors.PRODUCER_FENCED;
        }
        if (current.state().isPrepared()) {
            return Errors.CONCURRENT_TRANSACTIONS;
        }
        return current.partitions().contains(partition) ? Errors.NONE : Errors.TRANSACTION_ABORTABLE;
    }
}
