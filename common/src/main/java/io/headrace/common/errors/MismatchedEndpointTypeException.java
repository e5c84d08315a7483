package io.headrace.common.errors;

/**
 * The request reached an endpoint of the wrong kind, a broker instead of a controller or the reverse (KIP-919).
 */
public class MismatchedEndpointTypeException extends ApiException {
    private static final long serialVersionUID = 1L;

    public MismatchedEndpointTypeException(String message) {
        super(message);
    }
}
