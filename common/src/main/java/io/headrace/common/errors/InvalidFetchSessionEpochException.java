package io.headrace.common.errors;

/**
 * The epoch of the fetch session is not the one the broker expects (KIP-227).
 */
public class InvalidFetchSessionEpochException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public InvalidFetchSessionEpochException() {}

    public InvalidFetchSessionEpochException(String message) {
        super(message);
    }
}
