package io.headrace.common.errors;

/**
 * The consumer's generation is not the group's current one: the group has been rebalanced without it.
 */
public class IllegalGenerationException extends ApplicationRecoverableException {
    private static final long serialVersionUID = 1L;

    public IllegalGenerationException() {}

    public IllegalGenerationException(String message) {
        super(message);
    }

    public IllegalGenerationException(Throwable cause) {
        super(cause);
    }

    public IllegalGenerationException(String message, Throwable cause) {
        super(message, cause);
    }
}
