package io.headrace.common.errors;

/**
 * The number of partitions is not allowed: below one, or not above the current count when partitions are added.
 */
public class InvalidPartitionsException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidPartitionsException(String message) {
        super(message);
    }

    public InvalidPartitionsException(String message, Throwable cause) {
        super(message, cause);
    }
}
