package io.headrace.common.errors;

/**
 * A feature was asked to move to a version it cannot move to (KIP-584).
 */
public class InvalidUpdateVersionException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidUpdateVersionException(String message) {
        super(message);
    }

    public InvalidUpdateVersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
