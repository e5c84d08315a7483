package io.headrace.clients.admin;

import io.headrace.common.ConsumerGroupState;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.Node;
import io.headrace.common.acl.AclOperation;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A consumer group of either protocol, as its coordinator sees it. Immutable. */
public class ConsumerGroupDescription {

    private final String groupId;
    private final boolean isSimpleConsumerGroup;
    private final List<MemberDescription> members;
    private final String partitionAssignor;
    private final GroupType type;
    private final GroupState groupState;
    private final Node coordinator;
    private final Set<AclOperation> authorizedOperations;
    private final Optional<Integer> groupEpoch;
    private final Optional<Integer> targetAssignmentEpoch;

    /**
     * @param groupId the group's id
     * @param isSimpleConsumerGroup whether it only ever had offsets committed
     * @param members its members; null counts as none
     * @param partitionAssignor the assignor that shares out the partitions; null counts as empty
     * @param type the protocol of its members
     * @param groupState its state
     * @param coordinator its coordinator
     * @param authorizedOperations what the client may do with it; null when that was not asked for
     * @param groupEpoch the group's epoch; empty in groups of the classic protocol
     * @param targetAssignmentEpoch the epoch of what members are to have; empty in groups of the classic protocol
     */
    public ConsumerGroupDescription(
            String groupId,
            boolean isSimpleConsumerGroup,
            Collection<MemberDescription> members,
            String partitionAssignor,
            GroupType type,
            GroupState groupState,
            Node coordinator,
            Set<AclOperation> authorizedOperations,
            Optional<Integer> groupEpoch,
            Optional<Integer> targetAssignmentEpoch) {
        this.groupId = groupId == null ? "" : groupId;
        this.isSimpleConsumerGroup = isSimpleConsumerGroup;
        this.members = members == null ? List.of() : List.copyOf(members);
        this.partitionAssignor = partitionAssignor == null ? "" : partitionAssignor;
        this.type = type;
        this.groupState = groupState;
        this.coordinator = coordinator;
        this.authorizedOperations = authorizedOperations;
        this.groupEpoch = groupEpoch;
        this.targetAssignmentEpoch = targetAssignmentEpoch;
    }

    /** The group's id. */
    public String groupId() {
        return groupId;
    }

    /** Whether the group only ever had offsets committed, and no members. */
    public boolean isSimpleConsumerGroup() {
        return isSimpleConsumerGroup;
    }

    /** The group's members. */
    public Collection<MemberDescription> members() {
        return members;
    }

    /** The assignor that shares out the partitions. */
    public String partitionAssignor() {
        return partitionAssignor;
    }

    /** The protocol of the group's members. */
    public GroupType type() {
        return type;
    }

    /** The group's state. */
    public GroupState groupState() {
        return groupState;
    }

    /** The group's coordinator. */
    public Node coordinator() {
        return coordinator;
    }

    /** What the client may do with the group; null when that was not asked for. */
    public Set<AclOperation> authorizedOperations() {
        return authorizedOperations;
    }

    /** The group's epoch; empty in groups of the classic protocol. */
    public Optional<Integer> groupEpoch() {
        return groupEpoch;
    }

    /** The epoch of what members are to have; empty in groups of the classic protocol. */
    public Optional<Integer> targetAssignmentEpoch() {
        return targetAssignmentEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerGroupDescription that
                && isSimpleConsumerGroup == that.isSimpleConsumerGroup
                && groupId.equals(that.groupId)
                && members.equals(that.members)
                && partitionAssignor.equals(that.partitionAssignor)
                && type == that.type
                && groupState == that.groupState
                && Objects.equals(coordinator, that.coordinator)
                && Objects.equals(authorizedOperations, that.authorizedOperations)
                && groupEpoch.equals(that.groupEpoch)
                && targetAssignmentEpoch.equals(that.targetAssignmentEpoch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                groupId,
                isSimpleConsumerGroup,
                members,
                partitionAssignor,
                type,
                groupState,
                coordinator,
                authorizedOperations,
                groupEpoch,
                targetAssignmentEpoch);
    }

    @Override
    public String toString() {
        return "(groupId=" + groupId + ", isSimpleConsumerGroup=" + isSimpleConsumerGroup + ", members=" + members
                + ", partitionAssignor=" + partitionAssignor + ", type=" + type + ", groupState=" + groupState
                + ", coordinator=" + coordinator + ", authorizedOperations=" + authorizedOperations + ", groupEpoch="
                + groupEpoch.orElse(null) + ", targetAssignmentEpoch=" + targetAssignmentEpoch.orElse(null) + ")";
    }

    /** One of which the state is told in its older form; see the other constructor. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public ConsumerGroupDescription(
            String groupId,
            boolean isSimpleConsumerGroup,
            Collection<MemberDescription> members,
            String partitionAssignor,
            ConsumerGroupState state,
            Node coordinator) {
        this(groupId, isSimpleConsumerGroup, members, partitionAssignor, state, coordinator, Set.of());
    }

    /** One of which the state is told in its older form; see the other constructor. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public ConsumerGroupDescription(
            String groupId,
            boolean isSimpleConsumerGroup,
            Collection<MemberDescription> members,
            String partitionAssignor,
            ConsumerGroupState state,
            Node coordinator,
            Set<AclOperation> authorizedOperations) {
        this(
                groupId,
                isSimpleConsumerGroup,
                members,
                partitionAssignor,
                GroupType.CLASSIC,
                state,
                coordinator,
                authorizedOperations);
    }

    /** One of which the state is told in its older form; see the other constructor. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public ConsumerGroupDescription(
            String groupId,
            boolean isSimpleConsumerGroup,
            Collection<MemberDescription> members,
            String partitionAssignor,
            GroupType type,
            ConsumerGroupState state,
            Node coordinator,
            Set<AclOperation> authorizedOperations) {
        this(
                groupId,
                isSimpleConsumerGroup,
                members,
                partitionAssignor,
                type,
                GroupState.parse(state.toString()),
                coordinator,
                authorizedOperations,
                Optional.empty(),
                Optional.empty());
    }

    /** {@link #groupState()} in its older form. */
    @Deprecated
    public ConsumerGroupState state() {
        return ConsumerGroupState.parse(groupState.toString());
    }
}
