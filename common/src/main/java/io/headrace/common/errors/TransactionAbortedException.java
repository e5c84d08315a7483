package io.headrace.common.errors;

/**
 * The batch was dropped because its transaction was aborted by the application before the batch went out.
 */
public class TransactionAbortedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public TransactionAbortedException() {}

    public TransactionAbortedException(String message) {
        super(message);
    }

    public TransactionAbortedException(String message, Throwable cause) {
        super(message, cause);
    }
}
