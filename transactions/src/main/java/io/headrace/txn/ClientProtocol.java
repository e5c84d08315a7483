package io.headrace.txn;

/** Which rules a producer keeps: what Kafka calls the transaction version of a client. */
public enum ClientProtocol {
    /** Not known, or from before there were versions: one epoch for as long as the producer lives. */
    FIXED_EPOCH(0),
    /** KIP-890's first part: the same rules for the producer. */
    FIXED_EPOCH_FLEXIBLE_RECORDS(1),
    /** KIP-890: each transaction ends with a new epoch, and partitions are added by writing to them. */
    EPOCH_PER_TRANSACTION(2);

    private final short level;

    ClientProtocol(int level) {
        this.level = (short) level;
    }

    /** The protocol of a level; of the highest known when the level is higher. */
    public static ClientProtocol ofLevel(short level) {
        return level <= 0 ? FIXED_EPOCH : level == 1 ? FIXED_EPOCH_FLEXIBLE_RECORDS : EPOCH_PER_TRANSACTION;
    }

    /** Its level of {@code transaction.version}. */
    public short level() {
        return level;
    }

    /** Whether ending a transaction raises the epoch. */
    public boolean raisesEpoch() {
        return this == EPOCH_PER_TRANSACTION;
    }
}
