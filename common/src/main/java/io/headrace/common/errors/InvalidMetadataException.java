package io.headrace.common.errors;

/**
 * The client's view of the cluster is out of date, or the broker's is: refresh it, then try again.
 */
public abstract class InvalidMetadataException extends RefreshRetriableException {
    private static final long serialVersionUID = 1L;

    public InvalidMetadataException() {}

    public InvalidMetadataException(String message) {
        super(message);
    }

    public InvalidMetadataException(Throwable cause) {
        super(cause);
    }

    public InvalidMetadataException(String message, Throwable cause) {
        super(message, cause);
    }
}
