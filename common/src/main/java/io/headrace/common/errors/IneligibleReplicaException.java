package io.headrace.common.errors;

/**
 * The leader proposed an in-sync set with a replica that may not be in it (KIP-841).
 */
public class IneligibleReplicaException extends ApiException {
    private static final long serialVersionUID = 1L;

    public IneligibleReplicaException(String message) {
        super(message);
    }
}
