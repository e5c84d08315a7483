package io.headrace.common.errors;

/**
 * The leader epoch in the request is newer than the broker's: the broker has not heard of the election yet
 * (KIP-320).
 */
public class UnknownLeaderEpochException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public UnknownLeaderEpochException(String message) {
        super(message);
    }

    public UnknownLeaderEpochException(String message, Throwable cause) {
        super(message, cause);
    }
}
