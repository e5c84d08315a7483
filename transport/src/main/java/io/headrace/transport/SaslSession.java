package io.headrace.transport;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.AuthenticationException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.IllegalSaslStateException;
import io.headrace.common.errors.SaslAuthenticationException;
import io.headrace.common.errors.UnsupportedSaslMechanismException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.SaslAuthenticateRequest;
import io.headrace.protocol.message.SaslAuthenticateResponse;
import io.headrace.protocol.message.SaslHandshakeRequest;
import io.headrace.protocol.message.SaslHandshakeResponse;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.security.sasl.SaslException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SASL on one connection: agrees on the mechanism, then carries the mechanism's words back and forth until both ends are
 * content; and again when the session that the broker granted has nearly passed (KIP-368).
 *
 * <pre>
 *   start --SaslHandshake--> (words made on a thread that may block) --SaslAuthenticate--> ... --> authenticated
 * </pre>
 *
 * <p>Owner: the connection's loop. The mechanism's exchange is handed to the blocking threads and back, and belongs to one
 * side at a time. What is exchanged holds secrets and is never logged.
 */
final class SaslSession implements ConnectionAuthentication.Session {

    private static final Logger log = LoggerFactory.getLogger(SaslSession.class);

    /** The first version after which tokens travel in SaslAuthenticate; before, they went bare over the wire. */
    private static final int FRAMED_HANDSHAKE = 1;

    /** As Kafka's clients: the part of a session after which it is renewed, so that clients do not come all at once. */
    private static final double EARLIEST_RENEWAL = 0.85;

    private static final double RENEWAL_SPREAD = 0.10;

    /**
     * A broker refuses to be authenticated to more often than each second, from where it begins to where it begins. It had
     * begun when its answer to the handshake came; a little more allows for its clock.
     */
    private static final long LEAST_BETWEEN_STARTS_NS = TimeUnit.MILLISECONDS.toNanos(1_005);

    private final ClientConnection connection;
    private final SaslMechanism mechanism;
    private final Executor blocking;

    private SaslMechanism.Exchange exchange;
    private boolean isBusy;
    private boolean hasEnded;
    private Future<?> deadline;
    private long begunNs;
    private boolean expires;
    private long renewalNs;

    SaslSession(ClientConnection connection, SaslMechanism mechanism, Executor blocking) {
        this.connection = connection;
        this.mechanism = mechanism;
        this.blocking = blocking;
    }

    @Override
    public boolean isDueAgain() {
        return expires && renewalNs - System.nanoTime() <= 0;
    }

    @Override
    public void start() {
        expires = false;
        deadline = connection
                .loop()
                .schedule(
                        () -> connection.fail(new DisconnectException("authentication by " + mechanism.name() + " with "
                                + connection.address() + " was not done within " + connection.handshakeTimeoutMs()
                                + " ms")),
                        connection.handshakeTimeoutMs(),
                        TimeUnit.MILLISECONDS);
        ask(
                new SaslHandshakeRequest().mechanism(mechanism.name()),
                FRAMED_HANDSHAKE,
                response -> handshakeAnswered((SaslHandshakeResponse) response));
    }

    private void handshakeAnswered(SaslHandshakeResponse response) {
        begunNs = System.nanoTime();
        Errors error = Errors.forCode(response.errorCode());
        switch (error) {
            case NONE ->
                onBlockingThread(() -> {
                    exchange = mechanism.begin((InetSocketAddress) connection.address());
                    return exchange.first();
                });
            case UNSUPPORTED_SASL_MECHANISM ->
                connection.fail(new UnsupportedSaslMechanismException("the broker at "
                        + connection.address() + " has no SASL mechanism " + mechanism.name() + ", but "
                        + response.mechanisms()));
            case ILLEGAL_SASL_STATE ->
                connection.fail(new IllegalSaslStateException("the broker at " + connection.address()
                        + " does not expect SASL on that port; security.protocol may be wrong"));
            default ->
                connection.fail(error.exception("the broker at " + connection.address() + " refused SASL mechanism "
                        + mechanism.name() + ": " + error.message()));
        }
    }

    private void say(byte[] words) {
        if (words == null) {
            finish();
            return;
        }
        ask(
                new SaslAuthenticateRequest().authBytes(words),
                ApiKey.SASL_AUTHENTICATE.lowestVersion(),
                response -> authenticateAnswered((SaslAuthenticateResponse) response));
    }

    private void authenticateAnswered(SaslAuthenticateResponse response) {
        Errors error = Errors.forCode(response.errorCode());
        if (error != Errors.NONE) {
            String message = response.errorMessage();
            connection.fail(error.exception(message == null || message.isEmpty() ? error.message() : message));
            return;
        }
        grant(response.sessionLifetimeMs());
        byte[] challenge = response.authBytes();
        if (exchange.isComplete()) {
            finish();
            return;
        }
        onBlockingThread(() -> exchange.respond(challenge));
    }

    private void grant(long lifetimeMs) {
        expires = lifetimeMs > 0;
        if (expires) {
            double part = EARLIEST_RENEWAL
                    + RENEWAL_SPREAD * ThreadLocalRandom.current().nextDouble();
            long wishedNs = System.nanoTime() + (long) (TimeUnit.MILLISECONDS.toNanos(lifetimeMs) * part);
            long soonestNs = begunNs + LEAST_BETWEEN_STARTS_NS;
            renewalNs = wishedNs - soonestNs < 0 ? soonestNs : wishedNs;
        }
    }

    private void finish() {
        boolean isComplete = exchange.isComplete();
        release();
        if (!isComplete) {
            connection.fail(new SaslAuthenticationException("authentication by " + mechanism.name() + " with "
                    + connection.address() + " ended before the broker was verified"));
            return;
        }
        connection.authenticated();
    }

    private interface Words {
        byte[] make() throws SaslException;
    }

    private void onBlockingThread(Words words) {
        isBusy = true;
        try {
            blocking.execute(() -> {
                byte[] made = null;
                Throwable failure = null;
                try {
                    made = words.make();
                } catch (SaslException | RuntimeException | LinkageError e) {
                    failure = e;
                }
                returnToLoop(made, failure);
            });
        } catch (RejectedExecutionException e) {
            isBusy = false;
            connection.fail(new DisconnectException("the client is closed", e));
        }
    }

    private void returnToLoop(byte[] made, Throwable failure) {
        try {
            connection.loop().execute(() -> made(made, failure));
        } catch (RejectedExecutionException e) {
            // The client is gone, and its connection with it; nobody else holds the exchange.
            closeExchange();
        }
    }

    private void made(byte[] words, Throwable failure) {
        isBusy = false;
        if (hasEnded) {
            closeExchange();
        } else if (failure == null) {
            say(words);
        } else {
            connection.fail(asKafkaException(failure));
        }
    }

    private KafkaException asKafkaException(Throwable failure) {
        if (failure instanceof AuthenticationException known) {
            return known;
        }
        if (failure.getCause() instanceof AuthenticationException known) {
            return known;
        }
        return new SaslAuthenticationException(
                "authentication by " + mechanism.name() + " with " + connection.address() + " failed: "
                        + failure.getMessage(),
                failure);
    }

    private interface Answered {
        void by(ApiMessage response);
    }

    private void ask(ApiMessage request, int lowestVersion, Answered answered) {
        ApiKey key = request.apiKey();
        int version;
        try {
            version = connection.versions().pick(key, lowestVersion, key.highestVersion());
        } catch (RuntimeException e) {
            connection.fail(new IllegalSaslStateException(
                    "the broker at " + connection.address() + " cannot be authenticated to: " + e.getMessage(), e));
            return;
        }
        connection.sendAtOnce(request, version, connection.handshakeDeadlineNs(), new ResponseHandler() {
            @Override
            public void onResponse(ApiMessage response, int answeredVersion) {
                answered.by(response);
            }

            @Override
            public void onFailure(RuntimeException failure) {
                connection.fail(new DisconnectException(
                        "authentication with " + connection.address() + " failed: " + failure.getMessage(), failure));
            }
        });
    }

    private void release() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        closeExchange();
    }

    @Override
    public void end() {
        hasEnded = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (!isBusy) {
            closeExchange();
        }
    }

    private void closeExchange() {
        SaslMechanism.Exchange closing = exchange;
        exchange = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (RuntimeException e) {
                log.debug("a SASL exchange could not be closed", e);
            }
        }
    }
}
