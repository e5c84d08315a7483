package io.headrace.common.errors;

/**
 * The node is already one of the voters (KIP-853).
 */
public class DuplicateVoterException extends ApiException {
    private static final long serialVersionUID = 1L;

    public DuplicateVoterException(String message) {
        super(message);
    }

    public DuplicateVoterException(String message, Throwable cause) {
        super(message, cause);
    }
}
