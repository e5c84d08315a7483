package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;

/** What a client that writes in transactions knows of them: whether writing adds partitions, and which errors (KIP-890). */
enum TransactionalWrites {
    /** The partition must be in the transaction already; the client has no name for a transaction that must be aborted. */
    VERIFIED_FOR_OLD_CLIENTS,
    /** The partition must be in the transaction already. */
    VERIFIED,
    /** Writing adds the partition to the transaction. */
    ADDING;

    /** What the clients of an API know, by version. */
    static TransactionalWrites of(int version, int firstWithAbortable, int firstAdding) {
        if (version >= firstAdding) {
            return ADDING;
        }
        return version >= firstWithAbortable ? VERIFIED : VERIFIED_FOR_OLD_CLIENTS;
    }

    boolean adds() {
        return this == ADDING;
    }

    /**
     * The client's answer when the transaction's coordinator does not let a write in.
     *
     * @param retriable an error that makes clients of the API send the same again
     */
    Errors answerTo(Errors error, Errors retriable) {
        return switch (error) {
            case TRANSACTION_ABORTABLE ->
                this == VERIFIED_FOR_OLD_CLIENTS ? Errors.INVALID_TXN_STATE : Errors.TRANSACTION_ABORTABLE;
            case PRODUCER_FENCED -> Errors.INVALID_PRODUCER_EPOCH;
            case CONCURRENT_TRANSACTIONS -> adds() ? Errors.CONCURRENT_TRANSACTIONS : retriable;
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> retriable;
            default -> error;
        };
    }
}
