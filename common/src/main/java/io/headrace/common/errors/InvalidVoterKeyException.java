package io.headrace.common.errors;

/**
 * The voter key in the request is not that of the receiving replica (KIP-853).
 */
public class InvalidVoterKeyException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidVoterKeyException(String message) {
        super(message);
    }

    public InvalidVoterKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
