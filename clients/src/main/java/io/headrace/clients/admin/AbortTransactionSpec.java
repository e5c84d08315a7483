package io.headrace.clients.admin;

import io.headrace.common.TopicPartition;
import java.util.Objects;

/** An open transaction on one partition that is to be aborted there. Immutable. */
public class AbortTransactionSpec {

    private final TopicPartition topicPartition;
    private final long producerId;
    private final short producerEpoch;
    private final int coordinatorEpoch;

    /**
     * @param topicPartition the partition
     * @param producerId the producer, as {@link ProducerState} names it
     * @param producerEpoch its epoch
     * @param coordinatorEpoch the coordinator's epoch
     */
    public AbortTransactionSpec(
            TopicPartition topicPartition, long producerId, short producerEpoch, int coordinatorEpoch) {
        this.topicPartition = topicPartition;
        this.producerId = producerId;
        this.producerEpoch = producerEpoch;
        this.coordinatorEpoch = coordinatorEpoch;
    }

    /** The partition. */
    public TopicPartition topicPartition() {
        return topicPartition;
    }

    /** The producer. */
    public long producerId() {
        return producerId;
    }

    /** The producer's epoch. */
    public short producerEpoch() {
        return producerEpoch;
    }

    /** The coordinator's epoch. */
    public int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AbortTransactionSpec that
                && producerId == that.producerId
                && producerEpoch == that.producerEpoch
                && coordinatorEpoch == that.coordinatorEpoch
                && Objects.equals(topicPartition, that.topicPartition);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topicPartition, producerId, producerEpoch, coordinatorEpoch);
    }

    @Override
    public String toString() {
        return "AbortTransactionSpec(topicPartition=" + topicPartition + ", producerId=" + producerId
                + ", producerEpoch=" + producerEpoch + ", coordinatorEpoch=" + coordinatorEpoch + ")";
    }
}
