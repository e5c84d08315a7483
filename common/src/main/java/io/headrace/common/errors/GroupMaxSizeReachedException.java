package io.headrace.common.errors;

/**
 * The group has as many members as {@code group.max.size} allows.
 */
public class GroupMaxSizeReachedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public GroupMaxSizeReachedException(String message) {
        super(message);
    }
}
