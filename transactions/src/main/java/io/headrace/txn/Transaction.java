package io.headrace.txn;

import io.headrace.common.TopicPartition;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A transactional id with its producer and its current, or last, transaction: what one record of
 * {@code __transaction_state} says. Immutable; each method that changes something gives the next one, and refuses moves
 * that {@link TransactionState} does not allow.
 *
 * @param transactionalId whose transactions these are
 * @param producer id and epoch that count now; while prepared under KIP-890, the epoch that comes after the transaction
 * @param previousProducerId the id before the last change, -1 for none
 * @param nextProducerId the id that takes over when the prepared transaction is complete, -1 for none
 * @param timeoutMs how long a transaction may take
 * @param state where it stands
 * @param partitions in the transaction; none unless it is ongoing or prepared
 * @param startMs when the transaction began, in ms since the epoch, -1 for none
 * @param lastUpdateMs when the state last changed, in ms since the epoch
 * @param protocol rules of the producer in the current or last transaction
 */
public record Transaction(
        String transactionalId,
        ProducerIdentity producer,
        long previousProducerId,
        long nextProducerId,
        int timeoutMs,
        TransactionState state,
        Set<TopicPartition> partitions,
        long startMs,
        long lastUpdateMs,
        ClientProtocol protocol) {

    /** No producer id, no time. */
    public static final long NONE = -1;

    /** Copies the partitions. */
    public Transaction {
        Objects.requireNonNull(transactionalId, "transactionalId");
        partitions = Set.copyOf(partitions);
        if (state == TransactionState.EMPTY && !partitions.isEmpty()) {
            throw new IllegalArgumentException(transactionalId + " is empty but has the partitions " + partitions);
        }
    }

    /** A transactional id that is used for the first time. */
    public static Transaction first(String transactionalId, long producerId, int timeoutMs, long nowMs) {
        return new Transaction(
                transactionalId,
                new ProducerIdentity(producerId, (short) 0),
                NONE,
                NONE,
                timeoutMs,
                TransactionState.EMPTY,
                Set.of(),
                NONE,
                nowMs,
                ClientProtocol.FIXED_EPOCH);
    }

    /** The id's epoch. */
    public short epoch() {
        return producer.epoch();
    }

    /** Whether the transaction was, or will be, committed. */
    public boolean isCommit() {
        return state == TransactionState.PREPARE_COMMIT || state == TransactionState.COMPLETE_COMMIT;
    }

    /** A producer has taken the id over: nothing is open. */
    public Transaction initialized(ProducerIdentity next, int nextTimeoutMs, long nowMs) {
        return moved(TransactionState.EMPTY, next, NONE, nextTimeoutMs, Set.of(), NONE, nowMs, protocol);
    }

    /** Partitions were added, to the ongoing transaction or a new one. */
    public Transaction adding(Set<TopicPartition> added, ClientProtocol client, long nowMs) {
        Set<TopicPartition> all = new HashSet<>(added);
        if (state == TransactionState.ONGOING) {
            all.addAll(partitions);
        }
        long start = state == TransactionState.ONGOING ? startMs : nowMs;
        return moved(TransactionState.ONGOING, producer, NONE, timeoutMs, all, start, nowMs, client);
    }

    /**
     * The transaction is decided.
     *
     * @param next id and epoch of the markers
     * @param nextId the id that takes over once all markers are written, or {@link #NONE}
     */
    public Transaction prepared(boolean commit, ProducerIdentity next, long nextId, ClientProtocol client, long nowMs) {
        long start = state == TransactionState.ONGOING ? startMs : nowMs;
        Set<TopicPartition> ended = state == TransactionState.ONGOING ? partitions : Set.of();
        TransactionState decided = commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT;
        return moved(decided, next, nextId, timeoutMs, ended, start, nowMs, client);
    }

    /** All markers are written. */
    public Transaction completed(long nowMs) {
        ProducerIdentity next = nextProducerId == NONE ? producer : new ProducerIdentity(nextProducerId, (short) 0);
        TransactionState ended = isCommit() ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT;
        return moved(ended, next, NONE, timeoutMs, Set.of(), startMs, nowMs, protocol);
    }

    private Transaction moved(
            TransactionState to,
            ProducerIdentity nextProducer,
            long nextId,
            int nextTimeoutMs,
            Set<TopicPartition> nextPartitions,
            long nextStartMs,
            long nowMs,
            ClientProtocol client) {
        if (!to.mayFollow(state)) {
            throw new IllegalStateException(transactionalId + " cannot move from " + state + " to " + to);
        }
        return new Transaction(
                transactionalId,
                nextProducer,
                producer.id(),
                nextId,
                nextTimeoutMs,
                to,
                nextPartitions,
                nextStartMs,
                nowMs,
                client);
    }
}
