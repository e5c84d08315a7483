package io.headrace.common.errors;

/**
 * The node is not one of the voters (KIP-853).
 */
public class VoterNotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    public VoterNotFoundException(String message) {
        super(message);
    }

    public VoterNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
