package io.headrace.common.errors;

/**
 * The group instance id is still held by another member, which has to leave first (KIP-848).
 */
public class UnreleasedInstanceIdException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnreleasedInstanceIdException(String message) {
        super(message);
    }
}
