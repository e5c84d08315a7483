package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.internals.transactions.ProducerIdentity;

/**
 * The identity that a transaction coordinator gave. It changes between transactions only, and partitions never raise its
 * epoch by themselves: the coordinator does.
 */
final class TransactionalIdentity implements IdentitySource {

    private final CoordinatedTransactions transactions;

    TransactionalIdentity(CoordinatedTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean isThere() {
        return transactions.identity().isThere();
    }

    @Override
    public long id() {
        return transactions.identity().id();
    }

    @Override
    public short epoch() {
        return transactions.identity().epoch();
    }

    @Override
    public boolean hasReplaced(long id, short epoch) {
        ProducerIdentity current = transactions.identity();
        return current.isThere() && (current.id() != id || current.epoch() != epoch);
    }

    @Override
    public boolean mayBeginAnewAfter(long id, short epoch) {
        return hasReplaced(id, epoch);
    }

    @Override
    public void startAfter(long id, short epoch) {
        // The identity is another one already.
    }

    @Override
    public void retire(long usedUp) {
        throw new IllegalStateException("a partition cannot use up the epochs of a transactional producer");
    }

    @Override
    public void request() {
        // initTransactions does.
    }

    @Override
    public String lastTrouble() {
        return isThere() ? "" : "initTransactions has not been called, or has not completed";
    }
}
