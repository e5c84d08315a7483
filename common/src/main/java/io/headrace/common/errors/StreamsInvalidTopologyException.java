package io.headrace.common.errors;

/**
 * The topology that a streams group member sent is not valid (KIP-1071).
 */
public class StreamsInvalidTopologyException extends ApiException {
    private static final long serialVersionUID = 1L;

    public StreamsInvalidTopologyException(String message) {
        super(message);
    }
}
