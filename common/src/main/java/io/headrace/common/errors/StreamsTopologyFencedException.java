package io.headrace.common.errors;

/**
 * The topology epoch of the streams group member is out of date (KIP-1071).
 */
public class StreamsTopologyFencedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public StreamsTopologyFencedException(String message) {
        super(message);
    }
}
