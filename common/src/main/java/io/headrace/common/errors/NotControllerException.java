package io.headrace.common.errors;

/**
 * The broker is not the controller; retriable after a metadata refresh.
 */
public class NotControllerException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public NotControllerException(String message) {
        super(message);
    }

    public NotControllerException(String message, Throwable cause) {
        super(message, cause);
    }
}
