package io.headrace.common.errors;

/**
 * The explicit placement of replicas is not valid: unknown brokers, duplicates, or gaps in the partition numbers.
 */
public class InvalidReplicaAssignmentException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidReplicaAssignmentException(String message) {
        super(message);
    }

    public InvalidReplicaAssignmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
