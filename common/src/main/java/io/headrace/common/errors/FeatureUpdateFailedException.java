package io.headrace.common.errors;

/**
 * The finalized features could not be changed, because of an error inside the cluster (KIP-584).
 */
public class FeatureUpdateFailedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public FeatureUpdateFailedException(String message) {
        super(message);
    }

    public FeatureUpdateFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
