package io.headrace.common.errors;

/**
 * The broker holds as many share sessions as it may (KIP-932).
 */
public class ShareSessionLimitReachedException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public ShareSessionLimitReachedException(String message) {
        super(message);
    }
}
