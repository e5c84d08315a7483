package io.headrace.common.errors;

/**
 * The epoch of the share session is not the one the broker expects (KIP-932).
 */
public class InvalidShareSessionEpochException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public InvalidShareSessionEpochException(String message) {
        super(message);
    }
}
