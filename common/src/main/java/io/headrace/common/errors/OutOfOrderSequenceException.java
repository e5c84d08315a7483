package io.headrace.common.errors;

/**
 * The broker found a gap in the sequence numbers of an idempotent producer: records before this batch are missing.
 */
public class OutOfOrderSequenceException extends ApiException {
    private static final long serialVersionUID = 1L;

    public OutOfOrderSequenceException(String message) {
        super(message);
    }
}
