package io.headrace.common.errors;

/**
 * A forwarded request carried a principal that the receiving broker could not decode.
 */
public class PrincipalDeserializationException extends ApiException {
    private static final long serialVersionUID = 1L;

    public PrincipalDeserializationException(String message) {
        super(message);
    }

    public PrincipalDeserializationException(String message, Throwable cause) {
        super(message, cause);
    }
}
