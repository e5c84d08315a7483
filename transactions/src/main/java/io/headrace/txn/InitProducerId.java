package io.headrace.txn;

import io.headrace.common.protocol.Errors;

/**
 * A producer asks to take over a transactional id (KIP-98), or to go on with a new epoch after an error (KIP-360).
 *
 * @param transactionalId the transactional id
 * @param timeoutMs how long its transactions may take
 * @param expected who the producer believes to be, {@link ProducerIdentity#NONE} when it starts
 * @param freshProducerId a producer id that nobody had, or -1 when none is at hand yet
 */
public record InitProducerId(String transactionalId, int timeoutMs, ProducerIdentity expected, long freshProducerId) {

    /** The first use of a transactional id. */
    Decision decideFirst(long nowMs) {
        return freshProducerId < 0
                ? new Decision.NeedProducerId()
                : new Decision.Move(Transaction.first(transactionalId, freshProducerId, timeoutMs, nowMs));
    }

    /**
     * Who says nothing of itself is a new producer, and fences whoever had the id. Who says who it is must be the current
     * one, or not know yet that it is, because the answer to the same question was lost.
     *
     * @param continuedFrom whom the current producer was, if it has gone on from an older epoch by itself
     */
    Decision decide(Transaction current, ProducerIdentity continuedFrom, long nowMs) {
        boolean isCurrent = expected.equals(current.producer());
        if (expected.isGiven() && !isCurrent && !isKnown(current, continuedFrom)) {
            return new Decision.Refuse(Errors.PRODUCER_FENCED);
        }
        if (current.state().isPrepared()) {
            return new Decision.Refuse(Errors.CONCURRENT_TRANSACTIONS);
        }
        if (current.state() == TransactionState.ONGOING) {
            // A producer that has begun a transaction knows its epoch: a question with an older one comes late.
            return expected.isGiven() && !isCurrent
                    ? new Decision.Refuse(Errors.PRODUCER_FENCED)
                    : new Decision.Fence(Fencing.abort(current, nowMs));
        }
        if (expected.isGiven() && !isCurrent) {
            return expected.equals(continuedFrom)
                    ? new Decision.Move(current.initialized(current.producer(), timeoutMs, nowMs))
                    : new Decision.Refuse(Errors.PRODUCER_FENCED);
        }
        if (!current.producer().isExhausted()) {
            return new Decision.Move(current.initialized(current.producer().raised(), timeoutMs, nowMs));
        }
        return freshProducerId < 0
                ? new Decision.NeedProducerId()
                : new Decision.Move(
                        current.initialized(new ProducerIdentity(freshProducerId, (short) 0), timeoutMs, nowMs));
    }

    private boolean isKnown(Transaction current, ProducerIdentity continuedFrom) {
        return expected.id() == current.producer().id()
                || expected.id() == current.nextProducerId()
                || expected.equals(continuedFrom);
    }
}
