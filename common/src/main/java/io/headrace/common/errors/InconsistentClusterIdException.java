package io.headrace.common.errors;

/**
 * The cluster id in the request is not that of this cluster.
 */
public class InconsistentClusterIdException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InconsistentClusterIdException(String message) {
        super(message);
    }

    public InconsistentClusterIdException(String message, Throwable cause) {
        super(message, cause);
    }
}
