package io.headrace.common.errors;

/**
 * The position lies outside the metadata snapshot (KIP-630).
 */
public class PositionOutOfRangeException extends ApiException {
    private static final long serialVersionUID = 1L;

    public PositionOutOfRangeException(String message) {
        super(message);
    }

    public PositionOutOfRangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
