package io.headrace.common.errors;

/**
 * The broker is set up to refuse the deletion of topics.
 */
public class TopicDeletionDisabledException extends ApiException {
    private static final long serialVersionUID = 1L;

    public TopicDeletionDisabledException() {}

    public TopicDeletionDisabledException(String message) {
        super(message);
    }
}
