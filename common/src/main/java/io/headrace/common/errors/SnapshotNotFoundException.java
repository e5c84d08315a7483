package io.headrace.common.errors;

/**
 * The metadata snapshot does not exist (KIP-630).
 */
public class SnapshotNotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    public SnapshotNotFoundException(String message) {
        super(message);
    }

    public SnapshotNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
