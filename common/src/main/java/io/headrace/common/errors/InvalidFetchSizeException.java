package io.headrace.common.errors;

/**
 * The number of bytes asked for is not valid.
 */
public class InvalidFetchSizeException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidFetchSizeException(String message) {
        super(message);
    }

    public InvalidFetchSizeException(String message, Throwable cause) {
        super(message, cause);
    }
}
