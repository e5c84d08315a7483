package io.headrace.common.errors;

/**
 * Offsets of a topic cannot be deleted while the group is subscribed to it (KIP-496).
 */
public class GroupSubscribedToTopicException extends ApiException {
    private static final long serialVersionUID = 1L;

    public GroupSubscribedToTopicException(String message) {
        super(message);
    }
}
