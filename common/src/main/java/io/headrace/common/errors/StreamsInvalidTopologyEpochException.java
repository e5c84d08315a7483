package io.headrace.common.errors;

/**
 * The topology epoch of the streams group member is not valid (KIP-1071).
 */
public class StreamsInvalidTopologyEpochException extends ApiException {
    private static final long serialVersionUID = 1L;

    public StreamsInvalidTopologyEpochException(String message) {
        super(message);
    }
}
