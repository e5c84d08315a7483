package io.headrace.common.errors;

/**
 * The broker no longer knows the fetch session (KIP-227).
 */
public class FetchSessionIdNotFoundException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public FetchSessionIdNotFoundException() {}

    public FetchSessionIdNotFoundException(String message) {
        super(message);
    }
}
