package io.headrace.clients.admin;

import io.headrace.common.ClassicGroupState;
import io.headrace.common.Node;
import io.headrace.common.acl.AclOperation;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A group of the classic protocol, of consumers or of others (Connect's workers, ...). Immutable. */
public class ClassicGroupDescription {

    private final String groupId;
    private final String protocol;
    private final String protocolData;
    private final List<MemberDescription> members;
    private final ClassicGroupState state;
    private final Node coordinator;
    private final Set<AclOperation> authorizedOperations;

    /**
     * @param groupId the group's id
     * @param protocol its protocol type; empty when it only ever had offsets committed
     * @param protocolData the protocol that its members agreed on; null counts as empty
     * @param members its members; null counts as none
     * @param state its state
     * @param coordinator its coordinator
     */
    public ClassicGroupDescription(
            String groupId,
            String protocol,
            String protocolData,
            Collection<MemberDescription> members,
            ClassicGroupState state,
            Node coordinator) {
        this(groupId, protocol, protocolData, members, state, coordinator, Set.of());
    }

    /**
     * @param groupId the group's id
     * @param protocol its protocol type; empty when it only ever had offsets committed
     * @param protocolData the protocol that its members agreed on; null counts as empty
     * @param members its members; null counts as none
     * @param state its state
     * @param coordinator its coordinator
     * @param authorizedOperations what the client may do with it; null when that was not asked for
     */
    public ClassicGroupDescription(
            String groupId,
            String protocol,
            String protocolData,
            Collection<MemberDescription> members,
            ClassicGroupState state,
            Node coordinator,
            Set<AclOperation> authorizedOperations) {
        this.groupId = groupId == null ? "" : groupId;
        this.protocol = protocol;
        this.protocolData = protocolData == null ? "" : protocolData;
        this.members = members == null ? List.of() : List.copyOf(members);
        this.state = state;
        this.coordinator = coordinator;
        this.authorizedOperations = authorizedOperations;
    }

    /** The group's id. */
    public String groupId() {
        return groupId;
    }

    /** The group's protocol type; empty when it only ever had offsets committed. */
    public String protocol() {
        return protocol;
    }

    /** The protocol that the group's members agreed on: in consumer groups, the assignor. */
    public String protocolData() {
        return protocolData;
    }

    /** Whether the group only ever had offsets committed, and no members. */
    public boolean isSimpleConsumerGroup() {
        return protocol.isEmpty();
    }

    /** The group's members. */
    public Collection<MemberDescription> members() {
        return members;
    }

    /** The group's state. */
    public ClassicGroupState state() {
        return state;
    }

    /** The group's coordinator. */
    public Node coordinator() {
        return coordinator;
    }

    /** What the client may do with the group; null when that was not asked for. */
    public Set<AclOperation> authorizedOperations() {
        return authorizedOperations;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassicGroupDescription that
                && groupId.equals(that.groupId)
                && Objects.equals(protocol, that.protocol)
                && protocolData.equals(that.protocolData)
                && members.equals(that.members)
                && state == that.state
                && Objects.equals(coordinator, that.coordinator)
                && Objects.equals(authorizedOperations, that.authorizedOperations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupId, protocol, protocolData, members, state, coordinator, authorizedOperations);
    }

    @Override
    public String toString() {
        return "(groupId=" + groupId + ", protocol='" + protocol + "', protocolData=" + protocolData + ", members="
                + members + ", state=" + state + ", coordinator=" + coordinator + ", authorizedOperations="
                + authorizedOperations + ")";
    }
}
