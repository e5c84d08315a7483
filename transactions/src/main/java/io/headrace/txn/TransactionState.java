package io.headrace.txn;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a transactional id stands.
 *
 * <pre>
 *   Empty --> Ongoing --> PrepareCommit --> CompleteCommit --> (Ongoing, PrepareAbort or Empty)
 *               |
 *               +-------> PrepareAbort  --> CompleteAbort  --> (Ongoing, PrepareAbort or Empty)
 * </pre>
 *
 * What is prepared is decided: it ends as it says, however often the coordinator dies in between. A producer that gets a
 * new epoch for each transaction (KIP-890) may also abort one to which nothing was added, hence PrepareAbort right after
 * Empty or a completed one.
 */
public enum TransactionState {
    /** A producer was initialized; there is no transaction. */
    EMPTY(0, "Empty"),
    /** A transaction has partitions. */
    ONGOING(1, "Ongoing"),
    /** It will be committed: markers are being written. */
    PREPARE_COMMIT(2, "PrepareCommit"),
    /** It will be aborted: markers are being written. */
    PREPARE_ABORT(3, "PrepareAbort"),
    /** The last one was committed, with all markers written. */
    COMPLETE_COMMIT(4, "CompleteCommit"),
    /** The last one was aborted, with all markers written. */
    COMPLETE_ABORT(5, "CompleteAbort"),
    /** The transactional id is about to be forgotten. Never in a record; a name that clients may filter by. */
    DEAD(6, "Dead"),
    /** An ongoing one is about to be aborted for a newer producer. Never in a record; a name that clients may filter by. */
    PREPARE_EPOCH_FENCE(7, "PrepareEpochFence");

    private static final TransactionState[] BY_ID = values();

    private final byte id;
    private final String label;

    TransactionState(int id, String label) {
        this.id = (byte) id;
        this.label = label;
    }

    /**
     * The state with a number.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static TransactionState forId(byte id) {
        if (id < 0 || id >= BY_ID.length) {
            throw new IllegalArgumentException("there is no transaction state " + id);
        }
        return BY_ID[id];
    }

    /** Its number in records. */
    public byte id() {
        return id;
    }

    /** Its name in answers. */
    public String label() {
        return label;
    }

    /** Whether a transaction is decided, and its markers are being written. */
    public boolean isPrepared() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    /** Whether no transaction is open. */
    public boolean isIdle() {
        return this == EMPTY || this == COMPLETE_COMMIT || this == COMPLETE_ABORT;
    }

    /** Whether this may come after another state. */
    public boolean mayFollow(TransactionState before) {
        return predecessors().contains(before);
    }

    private Set<TransactionState> predecessors() {
        return switch (this) {
            case EMPTY, DEAD -> EnumSet.of(EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT);
            case ONGOING -> EnumSet.of(EMPTY, ONGOING, COMPLETE_COMMIT, COMPLETE_ABORT);
            case PREPARE_COMMIT, PREPARE_EPOCH_FENCE -> EnumSet.of(ONGOING);
            case PREPARE_ABORT -> EnumSet.of(ONGOING, EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT, PREPARE_EPOCH_FENCE);
            case COMPLETE_COMMIT -> EnumSet.of(PREPARE_COMMIT);
            case COMPLETE_ABORT -> EnumSet.of(PREPARE_ABORT);
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
