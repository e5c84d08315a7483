package io.headrace.clients.admin;

import java.util.Objects;

/** A transactional id in a listing. Immutable. */
public class TransactionListing {

    private final String transactionalId;
    private final long producerId;
    private final TransactionState transactionState;

    /**
     * @param transactionalId the id
     * @param producerId its producer
     * @param transactionState where its transaction stands
     */
    public TransactionListing(String transactionalId, long producerId, TransactionState transactionState) {
        this.transactionalId = transactionalId;
        this.producerId = producerId;
        this.transactionState = transactionState;
    }

    /** The id. */
    public String transactionalId() {
        return transactionalId;
    }

    /** Its producer. */
    public long producerId() {
        return producerId;
    }

    /** Where its transaction stands. */
    public TransactionState state() {
        return transactionState;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransactionListing that
                && producerId == that.producerId
                && Objects.equals(transactionalId, that.transactionalId)
                && transactionState == that.transactionState;
    }

    @Override
    public int hashCode() {
        return Objects.hash(transactionalId, producerId, transactionState);
    }

    @Override
    public String toString() {
        return "TransactionListing(transactionalId='" + transactionalId + "', producerId=" + producerId
                + ", transactionState=" + transactionState + ")";
    }
}
