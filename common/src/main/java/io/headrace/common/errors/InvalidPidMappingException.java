package io.headrace.common.errors;

/**
 * The producer id is not the one currently assigned to the transactional id.
 */
public class InvalidPidMappingException extends ApplicationRecoverableException {
    private static final long serialVersionUID = 1L;

    public InvalidPidMappingException(String message) {
        super(message);
    }
}
