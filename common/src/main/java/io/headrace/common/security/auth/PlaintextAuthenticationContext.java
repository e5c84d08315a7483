package io.headrace.common.security.auth;

import java.net.InetAddress;
import java.util.Objects;

/** A connection that tells nothing but its address. Immutable. */
public class PlaintextAuthenticationContext implements AuthenticationContext {

    private final InetAddress clientAddress;
    private final String listenerName;

    public PlaintextAuthenticationContext(InetAddress clientAddress, String listenerName) {
        this.clientAddress = Objects.requireNonNull(clientAddress, "clientAddress");
        this.listenerName = listenerName;
    }

    @Override
    public SecurityProtocol securityProtocol() {
        return SecurityProtocol.PLAINTEXT;
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
