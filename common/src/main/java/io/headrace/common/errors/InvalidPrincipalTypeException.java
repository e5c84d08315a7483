package io.headrace.common.errors;

/**
 * The principal type is not supported.
 */
public class InvalidPrincipalTypeException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidPrincipalTypeException(String message) {
        super(message);
    }

    public InvalidPrincipalTypeException(String message, Throwable cause) {
        super(message, cause);
    }
}
