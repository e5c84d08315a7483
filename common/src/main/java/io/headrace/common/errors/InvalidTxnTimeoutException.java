package io.headrace.common.errors;

/**
 * The transaction timeout exceeds the broker's {@code transaction.max.timeout.ms}.
 */
public class InvalidTxnTimeoutException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidTxnTimeoutException(String message) {
        super(message);
    }

    public InvalidTxnTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
