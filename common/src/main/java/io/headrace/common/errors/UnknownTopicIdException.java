package io.headrace.common.errors;

/**
 * The broker knows no topic of that id; the client's metadata may be out of date (KIP-516).
 */
public class UnknownTopicIdException extends InvalidMetadataException {
    private static final long serialVersionUID = 1L;

    public UnknownTopicIdException(String message) {
        super(message);
    }
}
