package io.headrace.common.errors;

/**
 * The broker has no usable replica of the partition.
 */
public class ReplicaNotAvailableException extends InvalidMetadataException {
    private static final long serialVersionUID = 1L;

    public ReplicaNotAvailableException(String message) {
        super(message);
    }

    public ReplicaNotAvailableException(Throwable cause) {
        super(cause);
    }

    public ReplicaNotAvailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
