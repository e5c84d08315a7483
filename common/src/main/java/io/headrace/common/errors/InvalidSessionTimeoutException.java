package io.headrace.common.errors;

/**
 * The session timeout lies outside {@code group.min.session.timeout.ms} to {@code group.max.session.timeout.ms}.
 */
public class InvalidSessionTimeoutException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidSessionTimeoutException(String message) {
        super(message);
    }

    public InvalidSessionTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
