package io.headrace.common.errors;

/** The caller lacks a permission on a consumer group. */
public class GroupAuthorizationException extends AuthorizationException {
    private static final long serialVersionUID = 1L;

    private final String groupId;

    public GroupAuthorizationException(String message, String groupId) {
        super(message);
        this.groupId = groupId;
    }

    public GroupAuthorizationException(String message) {
        this(message, null);
    }

    /** The group the caller may not use; null when it is not known. */
    public String groupId() {
        return groupId;
    }

    public static GroupAuthorizationException forGroupId(String groupId) {
        return new GroupAuthorizationException("Not authorized to access group: " + groupId, groupId);
    }
}
