package io.headrace.common.errors;

/**
 * The TLS handshake failed, so the peer could not be authenticated. Not retriable: certificates or trust settings
 * have to change first.
 */
public class SslAuthenticationException extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    public SslAuthenticationException(String message) {
        super(message);
    }

    public SslAuthenticationException(String message, Throwable cause) {
        super(message, cause);
    }
}
