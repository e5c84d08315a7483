package io.headrace.transport;

import java.util.Objects;

/**
 * How the connections of a client are protected. One serves all connections of a client; thread safe.
 *
 * @param encryption what encrypts the bytes
 * @param authentication how the client says who it is, beside a certificate that encryption may show
 */
public record ConnectionSecurity(ConnectionEncryption encryption, ConnectionAuthentication authentication) {

    /** Neither: {@code security.protocol=PLAINTEXT}. */
    public static final ConnectionSecurity PLAINTEXT =
            new ConnectionSecurity(ConnectionEncryption.NONE, ConnectionAuthentication.NONE);

    public ConnectionSecurity {
        Objects.requireNonNull(encryption, "encryption");
        Objects.requireNonNull(authentication, "authentication");
    }
}
