package io.headrace.common.errors;

/**
 * The broker has registered anew since the request was sent.
 */
public class StaleBrokerEpochException extends ApiException {
    private static final long serialVersionUID = 1L;

    public StaleBrokerEpochException(String message) {
        super(message);
    }

    public StaleBrokerEpochException(String message, Throwable cause) {
        super(message, cause);
    }
}
