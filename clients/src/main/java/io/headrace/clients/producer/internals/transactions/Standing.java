package io.headrace.clients.producer.internals.transactions;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the producer stands: its phase, what went wrong, and the call that has not returned yet. Says which calls are legal
 * now, and why others are not.
 *
 * <p>Owner: the machine.
 */
final class Standing {

    private static final Logger log = LoggerFactory.getLogger(Standing.class);

    private final String transactionalId;
    private Phase phase = Phase.UNINITIALIZED;
    private RuntimeException lastError;

    /** The call that the application waits for, or has to repeat; null if there is none. */
    private Ticket pending;

    Standing(String transactionalId) {
        this.transactionalId = transactionalId;
    }

    Phase phase() {
        return phase;
    }

    /** Null in phases that are no error. */
    RuntimeException lastError() {
        return lastError;
    }

    /** @throws IllegalStateException if there is no way to that phase */
    void become(Phase next) {
        if (!phase.mayBecome(next)) {
            throw new IllegalStateException(describe() + "there is no way from " + phase + " to " + next);
        }
        log.debug("transactional id {}: {} -> {}", transactionalId, phase, next);
        phase = next;
        lastError = null;
    }

    /** An error that the application has to do something about; the first one counts. */
    void becomeError(Phase next, RuntimeException failure) {
        if (phase == next) {
            return;
        }
        log.info("transactional id {}: {} -> {}: {}", transactionalId, phase, next, failure.toString());
        become(next);
        lastError = failure;
        failPending(failure);
    }

    /** A call begins to wait. */
    Ticket await(Ticket.Call call) {
        pending = new Ticket(call);
        return pending;
    }

    /**
     * The ticket of the same call when that has not returned yet; null when the call is a new one.
     *
     * @throws IllegalStateException if another call has not returned yet
     */
    Ticket repeated(Ticket.Call call) {
        if (pending == null || pending.isAcknowledged()) {
            pending = null;
            return null;
        }
        if (pending.call() != call) {
            throw pendingElsewhere(call.method());
        }
        return pending;
    }

    /** @throws IllegalStateException if a call has not returned yet */
    void requireNothingPending(String operation) {
        if (pending != null && !pending.isAcknowledged()) {
            throw pendingElsewhere(operation);
        }
        pending = null;
    }

    private IllegalStateException pendingElsewhere(String operation) {
        return new IllegalStateException(describe() + operation + " is not possible since "
                + pending.call().method()
                + " has not returned yet; one that timed out or was interrupted has to be repeated");
    }

    /** What was asked for by the call that waits is a fact now. */
    void pendingIsDecided() {
        if (pending != null) {
            pending.decided();
        }
    }

    void succeedPending() {
        if (pending != null) {
            pending.succeed();
        }
    }

    void failPending(RuntimeException failure) {
        if (pending != null) {
            pending.fail(failure);
        }
    }

    /** @throws KafkaException if the producer is in an error phase; fencing has exceptions of its own */
    void requireNoError(ProducerIdentity producer) {
        if (!phase.isError()) {
            return;
        }
        String who = "producer " + producer.id() + " with epoch " + producer.epoch() + " of transactional id "
                + transactionalId;
        // New ones, since the old ones tell where the error was noticed and not where it is thrown.
        if (lastError instanceof ProducerFencedException) {
            throw new ProducerFencedException(who + " is fenced: there is a newer producer with the same"
                    + " transactional.id, or its transaction took longer than transaction.timeout.ms");
        }
        if (lastError instanceof InvalidProducerEpochException) {
            throw new InvalidProducerEpochException(who + " wrote with an epoch that is not the newest one");
        }
        throw new KafkaException(
                phase == Phase.FATAL_ERROR
                        ? "the producer has failed for good, it can only be closed: " + lastError.getMessage()
                        : "the transaction has failed, it can only be aborted: " + lastError.getMessage(),
                lastError);
    }

    String describe() {
        return "transactional id " + transactionalId + ": ";
    }
}
