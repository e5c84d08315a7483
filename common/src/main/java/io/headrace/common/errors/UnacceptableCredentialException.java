package io.headrace.common.errors;

/**
 * The credential does not meet the broker's demands, such as the number of SCRAM iterations (KIP-554).
 */
public class UnacceptableCredentialException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnacceptableCredentialException(String message) {
        super(message);
    }

    public UnacceptableCredentialException(String message, Throwable cause) {
        super(message, cause);
    }
}
