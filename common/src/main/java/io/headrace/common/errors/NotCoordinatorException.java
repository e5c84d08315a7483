package io.headrace.common.errors;

/**
 * The broker is not the coordinator of that group or transactional id. Retriable after finding the coordinator
 * again.
 */
public class NotCoordinatorException extends RefreshRetriableException {
    private static final long serialVersionUID = 1L;

    public NotCoordinatorException(String message) {
        super(message);
    }

    public NotCoordinatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
