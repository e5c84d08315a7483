package io.headrace.common.errors;

/**
 * A passing failure: the same request may succeed when it is sent again.
 */
public abstract class RetriableException extends ApiException {
    private static final long serialVersionUID = 1L;

    public RetriableException() {}

    public RetriableException(String message) {
        super(message);
    }

    public RetriableException(Throwable cause) {
        super(cause);
    }

    public RetriableException(String message, Throwable cause) {
        super(message, cause);
    }
}
