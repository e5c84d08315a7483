package io.headrace.common;

import io.headrace.common.security.auth.SecurityProtocol;
import java.util.Objects;

/** Where a broker can be reached: a listener's name, how to talk there, and its address. Immutable. */
public class Endpoint {
    private final String listener;
    private final SecurityProtocol securityProtocol;
    private final String host;
    private final int port;

    /**
     * An endpoint.
     *
     * @param listener the listener's name, null if it has none
     */
    public Endpoint(String listener, SecurityProtocol securityProtocol, String host, int port) {
        this.listener = listener;
        this.securityProtocol = securityProtocol;
        this.host = host;
        this.port = port;
    }

    /** The listener's name, or null. */
    public String listener() {
        return listener;
    }

    /** How to talk there. */
    public SecurityProtocol securityProtocol() {
        return securityProtocol;
    }

    /** The host's name or address. */
    public String host() {
        return host;
    }

    /** The port. */
    public int port() {
        return port;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Endpoint other
                && port == other.port
                && securityProtocol == other.securityProtocol
                && Objects.equals(listener, other.listener)
                && Objects.equals(host, other.host);
    }

    @Override
    public int hashCode() {
        return Objects.hash(listener, securityProtocol, host, port);
    }

    @Override
    public String toString() {
        return "Endpoint(listenerName='" + listener + "', securityProtocol=" + securityProtocol + ", host='" + host
                + "', port=" + port + ")";
    }
}
