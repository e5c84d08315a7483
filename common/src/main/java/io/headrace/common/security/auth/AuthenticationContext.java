package io.headrace.common.security.auth;

import java.net.InetAddress;

/** What a broker knows of a connection when it asks who is at its other end. */
public interface AuthenticationContext {

    /** How the connection is protected. */
    SecurityProtocol securityProtocol();

    /** The client's address. */
    InetAddress clientAddress();

    /** The listener that it came in by. */
    String listenerName();
}
