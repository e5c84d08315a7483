package io.headrace.common.errors;

/**
 * Replicas of the partition are being moved; the requested change has to wait.
 */
public class ReassignmentInProgressException extends ApiException {
    private static final long serialVersionUID = 1L;

    public ReassignmentInProgressException(String message) {
        super(message);
    }

    public ReassignmentInProgressException(String message, Throwable cause) {
        super(message, cause);
    }
}
