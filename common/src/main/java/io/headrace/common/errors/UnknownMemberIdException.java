package io.headrace.common.errors;

/**
 * The coordinator does not know the member: it left, was removed, or never joined.
 */
public class UnknownMemberIdException extends ApplicationRecoverableException {
    private static final long serialVersionUID = 1L;

    public UnknownMemberIdException() {}

    public UnknownMemberIdException(String message) {
        super(message);
    }

    public UnknownMemberIdException(Throwable cause) {
        super(cause);
    }

    public UnknownMemberIdException(String message, Throwable cause) {
        super(message, cause);
    }
}
