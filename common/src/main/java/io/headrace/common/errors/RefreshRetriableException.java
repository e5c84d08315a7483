package io.headrace.common.errors;

/**
 * A passing failure that a retry only overcomes after looking up metadata or the coordinator again.
 */
public abstract class RefreshRetriableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public RefreshRetriableException() {}

    public RefreshRetriableException(String message) {
        super(message);
    }

    public RefreshRetriableException(Throwable cause) {
        super(cause);
    }

    public RefreshRetriableException(String message, Throwable cause) {
        super(message, cause);
    }
}
