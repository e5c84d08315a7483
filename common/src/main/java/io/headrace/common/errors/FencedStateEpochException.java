package io.headrace.common.errors;

/**
 * The share coordinator refused the request, because the state epoch did not match (KIP-932).
 */
public class FencedStateEpochException extends ApiException {
    private static final long serialVersionUID = 1L;

    public FencedStateEpochException(String message) {
        super(message);
    }
}
