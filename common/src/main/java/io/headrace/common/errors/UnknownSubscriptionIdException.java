package io.headrace.common.errors;

/**
 * The client pushed telemetry for a subscription that is outdated or unknown (KIP-714).
 */
public class UnknownSubscriptionIdException extends ApiException {
    private static final long serialVersionUID = 1L;

    public UnknownSubscriptionIdException(String message) {
        super(message);
    }
}
