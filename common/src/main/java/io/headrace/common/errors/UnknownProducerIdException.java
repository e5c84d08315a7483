package io.headrace.common.errors;

/**
 * The broker has no state of the producer any more, for example because its records were deleted.
 */
public class UnknownProducerIdException extends OutOfOrderSequenceException {
    private static final long serialVersionUID = 1L;

    public UnknownProducerIdException(String message) {
        super(message);
    }
}
