package io.headrace.common.errors;

/**
 * No controller of that id is known.
 */
public class UnknownControllerIdException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnknownControllerIdException(String message) {
        super(message);
    }
}
