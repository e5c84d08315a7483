package io.headrace.transport;

import java.util.Objects;
import java.util.concurrent.Executor;

/** Authentication by SASL, with one mechanism. Immutable, thread safe. */
public final class SaslAuthentication implements ConnectionAuthentication {

    private final SaslMechanism mechanism;
    private final Executor blocking;

    /**
     * Authentication by one mechanism.
     *
     * @param blocking runs what the mechanism does: deriving keys, asking a Kerberos server, callbacks of the user's
     */
    public SaslAuthentication(SaslMechanism mechanism, Executor blocking) {
        this.mechanism = Objects.requireNonNull(mechanism, "mechanism");
        this.blocking = Objects.requireNonNull(blocking, "blocking");
    }

    @Override
    public Session on(ClientConnection connection) {
        return new SaslSession(connection, mechanism, blocking);
    }
}
