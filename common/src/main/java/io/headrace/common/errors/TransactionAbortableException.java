package io.headrace.common.errors;

/**
 * The transaction cannot be committed, but after aborting it the producer may go on (KIP-890).
 */
public class TransactionAbortableException extends ApiException {
    private static final long serialVersionUID = 1L;

    public TransactionAbortableException(String message) {
        super(message);
    }

    public TransactionAbortableException(String message, Throwable cause) {
        super(message, cause);
    }
}
