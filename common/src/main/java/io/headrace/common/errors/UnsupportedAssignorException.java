package io.headrace.common.errors;

/**
 * The group does not support the assignor or its version (KIP-848).
 */
public class UnsupportedAssignorException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnsupportedAssignorException(String message) {
        super(message);
    }
}
