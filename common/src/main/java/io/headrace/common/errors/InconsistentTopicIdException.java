package io.headrace.common.errors;

/**
 * The topic id in the request is not that of the topic with the given name: the topic was deleted and created
 * again (KIP-516).
 */
public class InconsistentTopicIdException extends InvalidMetadataException {
    private static final long serialVersionUID = 1L;

    public InconsistentTopicIdException(String message) {
        super(message);
    }
}
