package io.headrace.clients.admin;

import java.util.Objects;

/** A static member of a group that is to be removed from it. Immutable. */
public class MemberToRemove {

    private final String groupInstanceId;

    /** @param groupInstanceId the member's {@code group.instance.id} */
    public MemberToRemove(String groupInstanceId) {
        this.groupInstanceId = groupInstanceId;
    }

    /** The member's {@code group.instance.id}. */
    public String groupInstanceId() {
        return groupInstanceId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberToRemove that && Objects.equals(groupInstanceId, that.groupInstanceId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupInstanceId);
    }

    @Override
    public String toString() {
        return "MemberToRemove(groupInstanceId=" + groupInstanceId + ")";
    }
}
