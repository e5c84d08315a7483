package io.headrace.txn;

import io.headrace.common.protocol.Errors;

/**
 * A producer asks to commit or abort its transaction.
 *
 * @param transactionalId the transactional id
 * @param producer who asks
 * @param commit whether to commit
 * @param protocol by which rules
 * @param channel by which connection it came: larger for one that was made later
 * @param freshProducerId a producer id that nobody had, or -1 when none is at hand yet
 */
public record EndTransaction(
        String transactionalId,
        ProducerIdentity producer,
        boolean commit,
        ClientProtocol protocol,
        long channel,
        long freshProducerId) {

    Decision decide(Transaction current, long nowMs) {
        return protocol.raisesEpoch() ? decideRaisingEpoch(current, nowMs) : decideInSameEpoch(current, nowMs);
    }

    /**
     * Each transaction has an epoch of its own, so a request says which transaction it means: one of the current epoch
     * means the current one, one of the epoch before repeats what has been answered, and others are late.
     */
    private Decision decideRaisingEpoch(Transaction current, long nowMs) {
        boolean isCurrent = producer.equals(current.producer());
        boolean isRepeated = repeatsLast(current);
        boolean isNext = producer.equals(new ProducerIdentity(current.nextProducerId(), (short) 0));
        if (producer.id() != current.producer().id() && !isRepeated && !isNext) {
            return new Decision.Refuse(Errors.INVALID_PRODUCER_ID_MAPPING);
        }
        switch (current.state()) {
            case ONGOING -> {
                return isCurrent ? raisingEpoch(current, nowMs) : new Decision.Refuse(Errors.PRODUCER_FENCED);
            }
            case PREPARE_COMMIT, PREPARE_ABORT -> {
                if (isCurrent || isNext) {
                    return new Decision.Refuse(Errors.CONCURRENT_TRANSACTIONS);
                }
                return isRepeated ? whilePrepared(current) : new Decision.Refuse(Errors.PRODUCER_FENCED);
            }
            default -> {
                if (isCurrent) {
                    // Nothing was added to it: there is nothing to commit, but aborting raises the epoch.
                    return commit ? new Decision.Refuse(Errors.INVALID_TXN_STATE) : raisingEpoch(current, nowMs);
                }
                boolean ended = current.state() != TransactionState.EMPTY;
                return ended && isRepeated ? whenComplete(current) : new Decision.Refuse(Errors.PRODUCER_FENCED);
            }
        }
    }

    private boolean repeatsLast(Transaction current) {
        if (!current.protocol().raisesEpoch()) {
            return false;
        }
        boolean raised = producer.id() == current.producer().id() && producer.epoch() + 1 == current.epoch();
        boolean replaced = producer.id() == current.previousProducerId()
                && producer.epoch() == ProducerIdentity.LAST_EPOCH
                && current.epoch() == 0;
        return raised || replaced;
    }

    private Decision raisingEpoch(Transaction current, long nowMs) {
        boolean exhausted = current.producer().isExhausted();
        if (exhausted && freshProducerId < 0) {
            return new Decision.NeedProducerId();
        }
        long next = exhausted ? freshProducerId : Transaction.NONE;
        return new Decision.Move(current.prepared(commit, current.producer().raised(), next, protocol, nowMs));
    }

    /** All transactions of a producer have one epoch; only the state tells whether a request is late. */
    private Decision decideInSameEpoch(Transaction current, long nowMs) {
        if (producer.id() != current.producer().id()) {
            return new Decision.Refuse(Errors.INVALID_PRODUCER_ID_MAPPING);
        }
        if (producer.epoch() != current.epoch()) {
            return new Decision.Refuse(Errors.PRODUCER_FENCED);
        }
        return switch (current.state()) {
            case ONGOING ->
                new Decision.Move(current.prepared(commit, current.producer(), Transaction.NONE, protocol, nowMs));
            case PREPARE_COMMIT, PREPARE_ABORT -> whilePrepared(current);
            case COMPLETE_COMMIT, COMPLETE_ABORT ->
                current.protocol().raisesEpoch()
                        ? new Decision.Refuse(Errors.INVALID_TXN_STATE)
                        : whenComplete(current);
            default -> new Decision.Refuse(Errors.INVALID_TXN_STATE);
        };
    }

    private Decision whilePrepared(Transaction current) {
        return new Decision.Refuse(
                commit == current.isCommit() ? Errors.CONCURRENT_TRANSACTIONS : Errors.INVALID_TXN_STATE);
    }

    private Decision whenComplete(Transaction current) {
        if (commit != current.isCommit()) {
            return new Decision.Refuse(Errors.INVALID_TXN_STATE);
        }
        // The epoch above the last is only there to fence; who gets it could never raise it.
        return current.epoch() == Short.MAX_VALUE ? new Decision.Refuse(Errors.PRODUCER_FENCED) : new Decision.Stand();
    }
}
