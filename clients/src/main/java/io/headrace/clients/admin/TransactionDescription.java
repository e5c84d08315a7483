package io.headrace.clients.admin;

import io.headrace.common.TopicPartition;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** A transactional id, as its coordinator sees it. Immutable. */
public class TransactionDescription {

    private final int coordinatorId;
    private final TransactionState state;
    private final long producerId;
    private final int producerEpoch;
    private final long transactionTimeoutMs;
    private final OptionalLong transactionStartTimeMs;
    private final Set<TopicPartition> topicPartitions;

    /**
     * @param coordinatorId the coordinator
     * @param state where the transaction stands
     * @param producerId the id's producer
     * @param producerEpoch its epoch
     * @param transactionTimeoutMs how long a transaction of it may be open
     * @param transactionStartTimeMs when the open one began; empty when there is none
     * @param topicPartitions the partitions in it
     */
    public TransactionDescription(
            int coordinatorId,
            TransactionState state,
            long producerId,
            int producerEpoch,
            long transactionTimeoutMs,
            OptionalLong transactionStartTimeMs,
            Set<TopicPartition> topicPartitions) {
        this.coordinatorId = coordinatorId;
        this.state = state;
        this.producerId = producerId;
        this.producerEpoch = producerEpoch;
        this.transactionTimeoutMs = transactionTimeoutMs;
        this.transactionStartTimeMs = transactionStartTimeMs;
        this.topicPartitions = Set.copyOf(topicPartitions);
    }

    /** The coordinator. */
    public int coordinatorId() {
        return coordinatorId;
    }

    /** Where the transaction stands. */
    public TransactionState state() {
        return state;
    }

    /** The id's producer. */
    public long producerId() {
        return producerId;
    }

    /** The producer's epoch. */
    public int producerEpoch() {
        return producerEpoch;
    }

    /** How long a transaction of it may be open, in ms. */
    public long transactionTimeoutMs() {
        return transactionTimeoutMs;
    }

    /** When the open transaction began, in ms since 1970; empty when there is none. */
    public OptionalLong transactionStartTimeMs() {
        return transactionStartTimeMs;
    }

    /** The partitions in it. */
    public Set<TopicPartition> topicPartitions() {
        return topicPartitions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransactionDescription that
                && coordinatorId == that.coordinatorId
                && producerId == that.producerId
                && producerEpoch == that.producerEpoch
                && transactionTimeoutMs == that.transactionTimeoutMs
                && state == that.state
                && transactionStartTimeMs.equals(that.transactionStartTimeMs)
                && topicPartitions.equals(that.topicPartitions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                coordinatorId,
                state,
                producerId,
                producerEpoch,
                transactionTimeoutMs,
                transactionStartTimeMs,
                topicPartitions);
    }

    @Override
    public String toString() {
        return "TransactionDescription(coordinatorId=" + coordinatorId + ", state=" + state + ", producerId="
                + producerId + ", producerEpoch=" + producerEpoch + ", transactionTimeoutMs=" + transactionTimeoutMs
                + ", transactionStartTimeMs=" + transactionStartTimeMs + ", topicPartitions=" + topicPartitions + ")";
    }
}
