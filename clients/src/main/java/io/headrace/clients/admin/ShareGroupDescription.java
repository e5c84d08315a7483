package io.headrace.clients.admin;

import io.headrace.common.GroupState;
import io.headrace.common.Node;
import io.headrace.common.acl.AclOperation;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A share group, as its coordinator sees it (KIP-932). Immutable. */
public class ShareGroupDescription {

    private final String groupId;
    private final List<ShareMemberDescription> members;
    private final GroupState groupState;
    private final Node coordinator;
    private final int groupEpoch;
    private final int targetAssignmentEpoch;
    private final Set<AclOperation> authorizedOperations;

    /**
     * @param groupId the group's id
     * @param members its members
     * @param groupState its state
     * @param coordinator its coordinator
     * @param groupEpoch the group's epoch
     * @param targetAssignmentEpoch the epoch of what members are to have
     * @param authorizedOperations what the client may do with it; null when that was not asked for
     */
    public ShareGroupDescription(
            String groupId,
            Collection<ShareMemberDescription> members,
            GroupState groupState,
            Node coordinator,
            int groupEpoch,
            int targetAssignmentEpoch,
            Set<AclOperation> authorizedOperations) {
        this.groupId = groupId;
        this.members = List.copyOf(members);
        this.groupState = groupState;
        this.coordinator = coordinator;
        this.groupEpoch = groupEpoch;
        this.targetAssignmentEpoch = targetAssignmentEpoch;
        this.authorizedOperations = authorizedOperations;
    }

    /** One whose authorized operations were not asked for. */
    public ShareGroupDescription(
            String groupId,
            Collection<ShareMemberDescription> members,
            GroupState groupState,
            Node coordinator,
            int groupEpoch,
            int targetAssignmentEpoch) {
        this(groupId, members, groupState, coordinator, groupEpoch, targetAssignmentEpoch, null);
    }

    /** The group's id. */
    public String groupId() {
        return groupId;
    }

    /** Its members. */
    public Collection<ShareMemberDescription> members() {
        return members;
    }

    /** Its state. */
    public GroupState groupState() {
        return groupState;
    }

    /** Its coordinator. */
    public Node coordinator() {
        return coordinator;
    }

    /** The group's epoch. */
    public int groupEpoch() {
        return groupEpoch;
    }

    /** The epoch of what members are to have. */
    public int targetAssignmentEpoch() {
        return targetAssignmentEpoch;
    }

    /** What the client may do with it; null when that was not asked for. */
    public Set<AclOperation> authorizedOperations() {
        return authorizedOperations;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareGroupDescription that
                && groupId.equals(that.groupId)
                && members.equals(that.members)
                && groupState == that.groupState
                && coordinator.equals(that.coordinator)
                && groupEpoch == that.groupEpoch
                && targetAssignmentEpoch == that.targetAssignmentEpoch
                && Objects.equals(authorizedOperations, that.authorizedOperations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                groupId, members, groupState, coordinator, groupEpoch, targetAssignmentEpoch, authorizedOperations);
    }

    @Override
    public String toString() {
        return "ShareGroupDescription(groupId=" + groupId + ", members=" + members + ", groupState=" + groupState
                + ", coordinator=" + coordinator + ", groupEpoch=" + groupEpoch + ", targetAssignmentEpoch="
                + targetAssignmentEpoch + ", authorizedOperations=" + authorizedOperations + ")";
    }
}
