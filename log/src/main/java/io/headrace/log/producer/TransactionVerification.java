package io.headrace.log.producer;

/**
 * What a partition knows of whether a producer's transaction really includes it. A batch may go on with a transaction that
 * is open in the partition; to start one there it needs a verification that was begun before the transaction coordinator
 * was asked, and that nothing has ended since: otherwise a batch that was delayed on its way could open a transaction
 * which nobody will ever end (KIP-890).
 *
 * <p>Compared by identity. A verification is void once the producer has written or its transaction was ended.
 */
public final class TransactionVerification {

    /** Nothing was verified: enough to go on with a transaction, not to start one. */
    public static final TransactionVerification NONE = new TransactionVerification();

    /** Verification is switched off: whatever the producer sends counts as part of its transaction. */
    public static final TransactionVerification WAIVED = new TransactionVerification();

    TransactionVerification() {}

    /** Whether the coordinator has to be asked before this one is of use. */
    public boolean isNeeded() {
        return this != NONE && this != WAIVED;
    }
}
