package io.headrace.common.errors;

/**
 * An earlier step of the same transactional id has not been completed yet; retriable.
 */
public class ConcurrentTransactionsException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public ConcurrentTransactionsException(String message) {
        super(message);
    }
}
