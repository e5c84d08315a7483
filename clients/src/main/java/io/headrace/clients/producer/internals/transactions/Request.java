package io.headrace.clients.producer.internals.transactions;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import java.util.Map;
import java.util.Set;

/** What is asked of the cluster for a transaction. Immutable. */
public sealed interface Request {

    /**
     * Which broker coordinates something; any broker knows.
     *
     * @param key a transactional id, or a group's id
     */
    record FindCoordinator(boolean isOfGroup, String key) implements Request {}

    /**
     * An identity.
     *
     * @param current nobody for a new one, or whose epoch is to be raised
     */
    record InitProducerId(ProducerIdentity current) implements Request {}

    /** Partitions become part of the transaction, before anything is written to them. */
    record AddPartitions(ProducerIdentity producer, Set<TopicPartition> partitions) implements Request {}

    /** The partition that holds a group's offsets becomes part of the transaction. */
    record AddOffsets(ProducerIdentity producer, String groupId) implements Request {}

    /**
     * A group's offsets become part of the transaction.
     *
     * @param addsPartition whether the request also does what {@link AddOffsets} is for
     */
    record CommitOffsets(
            ProducerIdentity producer,
            ConsumerGroupMetadata group,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            boolean addsPartition)
            implements Request {}

    /**
     * The transaction ends.
     *
     * @param raisesEpoch whether the answer is to name the next transaction's epoch
     */
    record EndTransaction(ProducerIdentity producer, boolean isCommit, boolean raisesEpoch) implements Request {}
}
