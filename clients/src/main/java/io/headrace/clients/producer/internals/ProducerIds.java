package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Target;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The idempotent producer's identity: asks a broker for it when it is first needed, and for another when epochs are used up.
 *
 * <p>Owner: the client's loop.
 */
final class ProducerIds implements IdentitySource {

    private static final Logger log = LoggerFactory.getLogger(ProducerIds.class);
    private static final long NONE = -1;

    private final ClientCore core;
    private final Backoff backoff;
    private final Runnable whenThere;
    private final Consumer<RuntimeException> whenRefused;

    private long id = NONE;
    private short epoch;
    private boolean isAsking;
    private int failures;
    private String lastTrouble = "";

    /**
     * Without an identity yet.
     *
     * @param whenThere called when there is one
     * @param whenRefused called when there will be none
     */
    ProducerIds(ClientCore core, Backoff backoff, Runnable whenThere, Consumer<RuntimeException> whenRefused) {
        this.core = core;
        this.backoff = backoff;
        this.whenThere = whenThere;
        this.whenRefused = whenRefused;
    }

    @Override
    public boolean isThere() {
        return id != NONE;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public short epoch() {
        return epoch;
    }

    /** Partitions raise the epoch of their own accord, so none is older than this one. */
    @Override
    public boolean hasReplaced(long otherId, short otherEpoch) {
        return false;
    }

    /** Why there is none yet, in words; empty if nothing went wrong. */
    @Override
    public String lastTrouble() {
        return lastTrouble;
    }

    /** Epochs of an identity are used up: it is not given out any more. */
    @Override
    public void retire(long usedUp) {
        if (id == usedUp) {
            id = NONE;
        }
    }

    /** Always: see {@link #startAfter}. */
    @Override
    public boolean mayBeginAnewAfter(long otherId, short otherEpoch) {
        return true;
    }

    /** From now on an identity is given out only with epochs after this one; when there are none, it is given up. */
    @Override
    public void startAfter(long usedId, short usedEpoch) {
        if (usedId != id || usedEpoch < epoch) {
            return;
        }
        if (usedEpoch == Short.MAX_VALUE) {
            id = NONE;
        } else {
            epoch = (short) (usedEpoch + 1);
        }
    }

    /** Asks for an identity unless there is one, or it is being asked for. */
    @Override
    public void request() {
        if (isAsking || isThere()) {
            return;
        }
        isAsking = true;
        InitProducerIdRequest request =
                new InitProducerIdRequest().transactionalId(null).transactionTimeoutMs(Integer.MAX_VALUE);
        core.send(Target.ANY, Call.of(request), new ResponseHandler<InitProducerIdResponse>() {
            @Override
            public void onResponse(InitProducerIdResponse response, int version, int nodeId) {
                Errors error = Errors.forCode(response.errorCode());
                if (error == Errors.NONE) {
                    got(response.producerId(), response.producerEpoch());
                } else {
                    failed(error.exception());
                }
            }

            @Override
            public void onFailure(RuntimeException failure) {
                failed(failure);
            }
        });
    }

    private void got(long newId, short firstEpoch) {
        isAsking = false;
        failures = 0;
        lastTrouble = "";
        id = newId;
        epoch = firstEpoch;
        log.debug("producer id {} with epoch {}", id, epoch);
        whenThere.run();
    }

    private void failed(RuntimeException failure) {
        lastTrouble = "no producer id could be had: " + failure.getMessage();
        if (failure instanceof RetriableException) {
            core.schedule(backoff.delayMs(failures++), () -> {
                isAsking = false;
                request();
            });
            return;
        }
        isAsking = false;
        whenRefused.accept(failure);
    }
}
