package io.headrace.clients.admin;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a partition remembers of one producer. Immutable. */
public class ProducerState {

    private final long producerId;
    private final int producerEpoch;
    private final int lastSequence;
    private final long lastTimestamp;
    private final OptionalInt coordinatorEpoch;
    private final OptionalLong currentTransactionStartOffset;

    /**
     * @param producerId the producer
     * @param producerEpoch its epoch
     * @param lastSequence the sequence of its last record
     * @param lastTimestamp the time of its last batch, in ms
     * @param coordinatorEpoch the epoch of the coordinator that last ended a transaction of it here
     * @param currentTransactionStartOffset where its open transaction began; empty when there is none
     */
    public ProducerState(
            long producerId,
            int producerEpoch,
            int lastSequence,
            long lastTimestamp,
            OptionalInt coordinatorEpoch,
            OptionalLong currentTransactionStartOffset) {
        this.producerId = producerId;
        this.producerEpoch = producerEpoch;
        this.lastSequence = lastSequence;
        this.lastTimestamp = lastTimestamp;
        this.coordinatorEpoch = coordinatorEpoch;
        this.currentTransactionStartOffset = currentTransactionStartOffset;
    }

    /** The producer. */
    public long producerId() {
        return producerId;
    }

    /** Its epoch. */
    public int producerEpoch() {
        return producerEpoch;
    }

    /** The sequence of its last record. */
    public int lastSequence() {
        return lastSequence;
    }

    /** The time of its last batch, in ms. */
    public long lastTimestamp() {
        return lastTimestamp;
    }

    /** Where its open transaction began; empty when there is none. */
    public OptionalLong currentTransactionStartOffset() {
        return currentTransactionStartOffset;
    }

    /** The epoch of the coordinator that last ended a transaction of it here. */
    public OptionalInt coordinatorEpoch() {
        return coordinatorEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProducerState that
                && producerId == that.producerId
                && producerEpoch == that.producerEpoch
                && lastSequence == that.lastSequence
                && lastTimestamp == that.lastTimestamp
                && coordinatorEpoch.equals(that.coordinatorEpoch)
                && currentTransactionStartOffset.equals(that.currentTransactionStartOffset);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                producerId,
                producerEpoch,
                lastSequence,
                lastTimestamp,
                coordinatorEpoch,
                currentTransactionStartOffset);
    }

    @Override
    public String toString() {
        return "ProducerState(producerId=" + producerId + ", producerEpoch=" + producerEpoch + ", lastSequence="
                + lastSequence + ", lastTimestamp=" + lastTimestamp + ", coordinatorEpoch=" + coordinatorEpoch
                + ", currentTransactionStartOffset=" + currentTransactionStartOffset + ")";
    }
}
