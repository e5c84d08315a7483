package io.headrace.common.errors;

/**
 * Delegation tokens cannot be handled over a connection authenticated this way (KIP-48).
 */
public class UnsupportedByAuthenticationException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnsupportedByAuthenticationException(String message) {
        super(message);
    }

    public UnsupportedByAuthenticationException(String message, Throwable cause) {
        super(message, cause);
    }
}
