package io.headrace.common.errors;

/**
 * The client instance cannot go on, but the application can: by closing it and starting a new one, or by joining
 * the group again (KIP-1050).
 */
public abstract class ApplicationRecoverableException extends ApiException {
    private static final long serialVersionUID = 1L;

    public ApplicationRecoverableException() {}

    public ApplicationRecoverableException(String message) {
        super(message);
    }

    public ApplicationRecoverableException(Throwable cause) {
        super(cause);
    }

    public ApplicationRecoverableException(String message, Throwable cause) {
        super(message, cause);
    }
}
