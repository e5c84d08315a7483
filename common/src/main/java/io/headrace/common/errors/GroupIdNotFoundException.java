package io.headrace.common.errors;

/**
 * No group of that id exists on the coordinator.
 */
public class GroupIdNotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    public GroupIdNotFoundException(String message) {
        super(message);
    }
}
