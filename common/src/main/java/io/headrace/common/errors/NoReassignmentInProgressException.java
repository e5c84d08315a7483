package io.headrace.common.errors;

/**
 * There is no reassignment of the partition that could be cancelled.
 */
public class NoReassignmentInProgressException extends ApiException {
    private static final long serialVersionUID = 1L;

    public NoReassignmentInProgressException(String message) {
        super(message);
    }

    public NoReassignmentInProgressException(String message, Throwable cause) {
        super(message, cause);
    }
}
