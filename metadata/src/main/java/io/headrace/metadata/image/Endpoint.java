package io.headrace.metadata.image;

/**
 * Where a broker can be reached.
 *
 * @param listener the listener's name, for example {@code PLAINTEXT}
 * @param host the host name or address that clients are told
 * @param port the TCP port that clients are told
 * @param securityProtocol the id of the security protocol spoken there: 0 is plain text
 */
public record Endpoint(String listener, String host, int port, short securityProtocol) {}
