package io.headrace.common.errors;

/**
 * The controller refused what a broker stated about itself when registering.
 */
public class InvalidRegistrationException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidRegistrationException(String message) {
        super(message);
    }
}
