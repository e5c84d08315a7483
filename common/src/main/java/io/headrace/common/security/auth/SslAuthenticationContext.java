package io.headrace.common.security.auth;

import java.net.InetAddress;
import java.util.Objects;
import javax.net.ssl.SSLSession;

/** A connection encrypted by TLS. Immutable. */
public class SslAuthenticationContext implements AuthenticationContext {

    private final SSLSession session;
    private final InetAddress clientAddress;
    private final String listenerName;

    public SslAuthenticationContext(SSLSession session, InetAddress clientAddress, String listenerName) {
        this.session = Objects.requireNonNull(session, "session");
        this.clientAddress = Objects.requireNonNull(clientAddress, "clientAddress");
        this.listenerName = listenerName;
    }

    /** The session, which knows the client's certificate if it showed one. */
    public SSLSession session() {
        return session;
    }

    @Override
    public SecurityProtocol securityProtocol() {
        return SecurityProtocol.SSL;
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
