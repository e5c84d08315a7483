package io.headrace.common.errors;

/**
 * The request does not fit the state of the transaction.
 */
public class InvalidTxnStateException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidTxnStateException(String message) {
        super(message);
    }
}
