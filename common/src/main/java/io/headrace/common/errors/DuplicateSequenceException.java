package io.headrace.common.errors;

/**
 * The broker has seen the sequence number of this batch before, and no longer remembers the offset it was given.
 */
public class DuplicateSequenceException extends ApiException {
    private static final long serialVersionUID = 1L;

    public DuplicateSequenceException(String message) {
        super(message);
    }
}
