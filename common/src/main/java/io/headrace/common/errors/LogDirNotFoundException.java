package io.headrace.common.errors;

/**
 * The broker has no log directory of that path.
 */
public class LogDirNotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    public LogDirNotFoundException(String message) {
        super(message);
    }

    public LogDirNotFoundException(Throwable cause) {
        super(cause);
    }

    public LogDirNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
