package io.headrace.common.errors;

/**
 * The endpoint type is not served yet (KIP-919).
 */
public class UnsupportedEndpointTypeException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnsupportedEndpointTypeException(String message) {
        super(message);
    }
}
