package io.headrace.common.errors;

/**
 * The broker no longer knows the share session (KIP-932).
 */
public class ShareSessionNotFoundException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public ShareSessionNotFoundException(String message) {
        super(message);
    }
}
