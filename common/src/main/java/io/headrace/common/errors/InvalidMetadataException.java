package io.headrace.common.errors;

/**
 * The client's view of the cluster is out of date, or the broker's is: refresh it, then try again.
 */
public abstract class InvalidMetadataException extends RefreshRetriableException {
    private static final long serialVersionUID = 1L;

    protected InvalidMetadataException() {}

    protected InvalidMetadataException(String message) {
        super(message);
    }

    protected InvalidMetadataException(Throwable cause) {
        super(cause);
    }

    protected InvalidMetadataException(String message, Throwable cause) {
        super(message, cause);
    }
}
