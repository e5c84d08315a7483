package io.headrace.common.errors;

/**
 * A fetch session mixed topic names with topic ids (KIP-516).
 */
public class FetchSessionTopicIdException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public FetchSessionTopicIdException(String message) {
        super(message);
    }
}
