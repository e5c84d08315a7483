package io.headrace.common.errors;

/**
 * The operation needs a security feature, such as an authorizer, that the broker does not run.
 */
public class SecurityDisabledException extends ApiException {
    private static final long serialVersionUID = 1L;

    public SecurityDisabledException(String message) {
        super(message);
    }

    public SecurityDisabledException(String message, Throwable cause) {
        super(message, cause);
    }
}
