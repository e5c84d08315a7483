package io.headrace.clients.admin;

import io.headrace.common.GroupState;
import io.headrace.common.Node;
import io.headrace.common.acl.AclOperation;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A streams group, as its coordinator sees it (KIP-1071). Immutable. */
public class StreamsGroupDescription {

    private final String groupId;
    private final int groupEpoch;
    private final int targetAssignmentEpoch;
    private final int topologyEpoch;
    private final List<StreamsGroupSubtopologyDescription> subtopologies;
    private final List<StreamsGroupMemberDescription> members;
    private final GroupState groupState;
    private final Node coordinator;
    private final Set<AclOperation> authorizedOperations;

    /**
     * @param groupId the group's id
     * @param groupEpoch the group's epoch
     * @param targetAssignmentEpoch the epoch of what members are to have
     * @param topologyEpoch the epoch of its topology; -1 when it has none yet
     * @param subtopologies the parts of its topology
     * @param members its members
     * @param groupState its state
     * @param coordinator its coordinator
     * @param authorizedOperations what the client may do with it; null when that was not asked for
     */
    public StreamsGroupDescription(
            String groupId,
            int groupEpoch,
            int targetAssignmentEpoch,
            int topologyEpoch,
            Collection<StreamsGroupSubtopologyDescription> subtopologies,
            Collection<StreamsGroupMemberDescription> members,
            GroupState groupState,
            Node coordinator,
            Set<AclOperation> authorizedOperations) {
        this.groupId = groupId;
        this.groupEpoch = groupEpoch;
        this.targetAssignmentEpoch = targetAssignmentEpoch;
        this.topologyEpoch = topologyEpoch;
        this.subtopologies = List.copyOf(subtopologies);
        this.members = List.copyOf(members);
        this.groupState = groupState;
        this.coordinator = coordinator;
        this.authorizedOperations = authorizedOperations;
    }

    /** The group's id. */
    public String groupId() {
        return groupId;
    }

    /** The group's epoch. */
    public int groupEpoch() {
        return groupEpoch;
    }

    /** The epoch of what members are to have. */
    public int targetAssignmentEpoch() {
        return targetAssignmentEpoch;
    }

    /** The epoch of its topology; -1 when it has none yet. */
    public int topologyEpoch() {
        return topologyEpoch;
    }

    /** The parts of its topology. */
    public Collection<StreamsGroupSubtopologyDescription> subtopologies() {
        return subtopologies;
    }

    /** Its members. */
    public Collection<StreamsGroupMemberDescription> members() {
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

    /** What the client may do with it; null when that was not asked for. */
    public Set<AclOperation> authorizedOperations() {
        return authorizedOperations;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamsGroupDescription that
                && groupId.equals(that.groupId)
                && groupEpoch == that.groupEpoch
                && targetAssignmentEpoch == that.targetAssignmentEpoch
                && topologyEpoch == that.topologyEpoch
                && subtopologies.equals(that.subtopologies)
                && members.equals(that.members)
                && groupState == that.groupState
                && coordinator.equals(that.coordinator)
                && Objects.equals(authorizedOperations, that.authorizedOperations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                groupId,
                groupEpoch,
                targetAssignmentEpoch,
                topologyEpoch,
                subtopologies,
                members,
                groupState,
                coordinator,
                authorizedOperations);
    }

    @Override
    public String toString() {
        return "StreamsGroupDescription(groupId=" + groupId + ", groupEpoch=" + groupEpoch + ", targetAssignmentEpoch="
                + targetAssignmentEpoch + ", topologyEpoch=" + topologyEpoch + ", subtopologies=" + subtopologies
                + ", members=" + members + ", groupState=" + groupState + ", coordinator=" + coordinator
                + ", authorizedOperations=" + authorizedOperations + ")";
    }
}
