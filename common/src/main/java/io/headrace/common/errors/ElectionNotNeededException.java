package io.headrace.common.errors;

/**
 * The election would change nothing: the wanted leader leads already.
 */
public class ElectionNotNeededException extends InvalidMetadataException {
    private static final long serialVersionUID = 1L;

    public ElectionNotNeededException(String message) {
        super(message);
    }

    public ElectionNotNeededException(String message, Throwable cause) {
        super(message, cause);
    }
}
