package io.headrace.common.errors;

/**
 * The sender or the receiver of the request is not one of the voters (KIP-595).
 */
public class InconsistentVoterSetException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InconsistentVoterSetException(String message) {
        super(message);
    }

    public InconsistentVoterSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
