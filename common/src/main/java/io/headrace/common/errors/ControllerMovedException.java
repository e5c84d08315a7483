package io.headrace.common.errors;

/**
 * The sender acts for a controller that has been replaced.
 */
public class ControllerMovedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public ControllerMovedException(String message) {
        super(message);
    }

    public ControllerMovedException(String message, Throwable cause) {
        super(message, cause);
    }
}
