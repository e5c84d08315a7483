package io.headrace.common.errors;

/**
 * The group is being rebalanced; the member has to join again by polling.
 */
public class RebalanceInProgressException extends ApiException {
    private static final long serialVersionUID = 1L;

    public RebalanceInProgressException() {}

    public RebalanceInProgressException(String message) {
        super(message);
    }

    public RebalanceInProgressException(Throwable cause) {
        super(cause);
    }

    public RebalanceInProgressException(String message, Throwable cause) {
        super(message, cause);
    }
}
