package io.headrace.common.security.auth;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.security.sasl.SaslServer;

/** A connection authenticated by SASL. Immutable. */
public class SaslAuthenticationContext implements AuthenticationContext {

    private final SaslServer server;
    private final SecurityProtocol securityProtocol;
    private final InetAddress clientAddress;
    private final String listenerName;
    private final Optional<SSLSession> sslSession;

    /** A connection that is not encrypted. */
    public SaslAuthenticationContext(
            SaslServer server, SecurityProtocol securityProtocol, InetAddress clientAddress, String listenerName) {
        this(server, securityProtocol, clientAddress, listenerName, Optional.empty());
    }

    public SaslAuthenticationContext(
            SaslServer server,
            SecurityProtocol securityProtocol,
            InetAddress clientAddress,
            String listenerName,
            Optional<SSLSession> sslSession) {
        this.server = Objects.requireNonNull(server, "server");
        this.securityProtocol = Objects.requireNonNull(securityProtocol, "securityProtocol");
        this.clientAddress = Objects.requireNonNull(clientAddress, "clientAddress");
        this.listenerName = listenerName;
        this.sslSession = Objects.requireNonNull(sslSession, "sslSession");
    }

    /** The broker's end of the exchange, which knows the client's name. */
    public SaslServer server() {
        return server;
    }

    /** The session of TLS, if the connection is encrypted. */
    public Optional<SSLSession> sslSession() {
        return sslSession;
    }

    @Override
    public SecurityProtocol securityProtocol() {
        return securityProtocol;
    }

    @Override
    public InetAddress clientAddress() {
        return clientAddress;
    }

    @Override
    public String listenerName() {
        return listenerName;
    }
}
