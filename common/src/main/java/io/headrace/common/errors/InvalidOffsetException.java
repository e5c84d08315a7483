package io.headrace.common.errors;

/**
 * An offset is not valid for the partition. Superclass of the concrete cases, so that one handler can reset
 * positions.
 */
public class InvalidOffsetException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidOffsetException(String message) {
        super(message);
    }

    public InvalidOffsetException(String message, Throwable cause) {
        super(message, cause);
    }
}
