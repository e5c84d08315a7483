package io.headrace.common.errors;

/**
 * The broker left this part of a batched request undone, because another part failed.
 */
public class OperationNotAttemptedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public OperationNotAttemptedException(String message) {
        super(message);
    }
}
