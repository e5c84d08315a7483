package io.headrace.common.errors;

/**
 * The offset commit is larger than the broker accepts.
 */
public class InvalidCommitOffsetSizeException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidCommitOffsetSizeException(String message) {
        super(message);
    }

    public InvalidCommitOffsetSizeException(String message, Throwable cause) {
        super(message, cause);
    }
}
