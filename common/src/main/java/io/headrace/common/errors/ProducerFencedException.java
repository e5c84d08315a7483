package io.headrace.common.errors;

/**
 * Another producer with the same transactional id has taken over. This producer can only be closed.
 */
public class ProducerFencedException extends ApplicationRecoverableException {
    private static final long serialVersionUID = 1L;

    public ProducerFencedException(String message) {
        super(message);
    }
}
