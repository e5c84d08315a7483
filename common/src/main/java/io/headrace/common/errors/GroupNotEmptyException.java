package io.headrace.common.errors;

/**
 * The group still has members, so it cannot be deleted or changed that way.
 */
public class GroupNotEmptyException extends ApiException {
    private static final long serialVersionUID = 1L;

    public GroupNotEmptyException(String message) {
        super(message);
    }
}
