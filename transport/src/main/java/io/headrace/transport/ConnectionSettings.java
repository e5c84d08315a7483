package io.headrace.transport;

import java.util.Objects;

/**
 * How a client's connections are set up.
 *
 * @param clientId sent with each request, may be null
 * @param softwareName told to the broker in the handshake (KIP-511)
 * @param softwareVersion told to the broker in the handshake
 * @param handshakeTimeoutMs how long the broker may take to answer the handshake
 * @param maxIdleMs a connection without traffic for so long is closed; negative for never
 * @param sendBufferBytes size of the socket's send buffer, -1 for the system's default
 * @param receiveBufferBytes size of the socket's receive buffer, -1 for the system's default
 * @param maxFrameBytes the largest answer that is accepted
 * @param security what protects the connections
 */
public record ConnectionSettings(
        String clientId,
        String softwareName,
        String softwareVersion,
        long handshakeTimeoutMs,
        long maxIdleMs,
        int sendBufferBytes,
        int receiveBufferBytes,
        int maxFrameBytes,
        ConnectionSecurity security) {

    public ConnectionSettings {
        Objects.requireNonNull(softwareName, "softwareName");
        Objects.requireNonNull(softwareVersion, "softwareVersion");
        Objects.requireNonNull(security, "security");
    }
}
