package io.headrace.common.errors;

/**
 * A new leader cannot yet say which offsets are committed; retriable (KIP-207).
 */
public class OffsetNotAvailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public OffsetNotAvailableException(String message) {
        super(message);
    }
}
