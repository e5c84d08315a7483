package io.headrace.common.errors;

/**
 * The coordinator does not know the transactional id.
 */
public class TransactionalIdNotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    public TransactionalIdNotFoundException(String message) {
        super(message);
    }
}
