package io.headrace.common.errors;

/**
 * The broker is not set up for delegation tokens (KIP-48).
 */
public class DelegationTokenDisabledException extends ApiException {
    private static final long serialVersionUID = 1L;

    public DelegationTokenDisabledException(String message) {
        super(message);
    }

    public DelegationTokenDisabledException(String message, Throwable cause) {
        super(message, cause);
    }
}
