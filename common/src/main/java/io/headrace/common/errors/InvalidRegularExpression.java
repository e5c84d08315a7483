package io.headrace.common.errors;

/**
 * The regular expression of a subscription cannot be parsed (KIP-848).
 */
public class InvalidRegularExpression extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidRegularExpression(String message) {
        super(message);
    }
}
