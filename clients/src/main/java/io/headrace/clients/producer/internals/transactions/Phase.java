package io.headrace.clients.producer.internals.transactions;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a transactional producer stands, and where it may go from there.
 *
 * <pre>
 *   UNINITIALIZED --initTransactions--> INITIALIZING --> READY --beginTransaction--> IN_TRANSACTION
 *                                        ^       ^        ^                           |    |    |
 *                                        |       |        +-- COMMITTING_TRANSACTION <+    |    |
 *                                        |       +------------(a new epoch first) |        |    |
 *                                        |                                        v        v    |
 *                                        |                                      ABORTABLE_ERROR |
 *                                        |                                        |             |
 *                                        +---- ABORTING_TRANSACTION <-------------+-------------+
 *                                                      |
 *                                                      +--> READY
 *   any of them --> FATAL_ERROR, which is left only by closing the producer
 * </pre>
 */
public enum Phase {
    /** {@code initTransactions} has not been called, or was refused for want of a permission. */
    UNINITIALIZED,
    /** A producer id or a new epoch is asked for. */
    INITIALIZING,
    /** Between transactions. */
    READY,
    /** Records and offsets may be sent. */
    IN_TRANSACTION,
    /** What was sent is delivered, then the transaction is committed. */
    COMMITTING_TRANSACTION,
    /** What is not on its way fails, what is on its way is waited for, then the transaction is aborted. */
    ABORTING_TRANSACTION,
    /** Something failed: the transaction can only be aborted, after which the producer goes on. */
    ABORTABLE_ERROR,
    /** The producer can do nothing more than be closed. */
    FATAL_ERROR;

    /** Whether there is a direct way to another phase. */
    public boolean mayBecome(Phase next) {
        return next == FATAL_ERROR || ways().contains(next);
    }

    private Set<Phase> ways() {
        return switch (this) {
            case UNINITIALIZED -> EnumSet.of(INITIALIZING);
            case INITIALIZING -> EnumSet.of(READY, UNINITIALIZED, ABORTABLE_ERROR);
            case READY -> EnumSet.of(IN_TRANSACTION);
            case IN_TRANSACTION -> EnumSet.of(COMMITTING_TRANSACTION, ABORTING_TRANSACTION, ABORTABLE_ERROR);
            case COMMITTING_TRANSACTION -> EnumSet.of(READY, INITIALIZING, ABORTABLE_ERROR);
            case ABORTING_TRANSACTION -> EnumSet.of(READY, INITIALIZING);
            case ABORTABLE_ERROR -> EnumSet.of(ABORTING_TRANSACTION);
            case FATAL_ERROR -> EnumSet.noneOf(Phase.class);
        };
    }

    /** Whether an end of the transaction is under way. */
    public boolean isEnding() {
        return this == COMMITTING_TRANSACTION || this == ABORTING_TRANSACTION;
    }

    /** Whether a transaction has begun that has not ended. */
    public boolean isOngoing() {
        return this == IN_TRANSACTION || this == ABORTABLE_ERROR || isEnding();
    }

    /** Whether calls are refused until something is done about it. */
    public boolean isError() {
        return this == ABORTABLE_ERROR || this == FATAL_ERROR;
    }
}
