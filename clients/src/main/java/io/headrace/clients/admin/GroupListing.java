package io.headrace.clients.admin;

import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import java.util.Objects;
import java.util.Optional;

/** A group in a listing. Immutable. */
public class GroupListing {

    private final String groupId;
    private final Optional<GroupType> type;
    private final String protocol;
    private final Optional<GroupState> groupState;

    /**
     * @param groupId the group's id
     * @param type its type; empty when the broker is too old to tell
     * @param protocol its protocol type; empty for a group that only ever had offsets committed
     * @param groupState its state; empty when the broker is too old to tell
     */
    public GroupListing(String groupId, Optional<GroupType> type, String protocol, Optional<GroupState> groupState) {
        this.groupId = groupId;
        this.type = Objects.requireNonNull(type, "type");
        this.protocol = protocol;
        this.groupState = Objects.requireNonNull(groupState, "groupState");
    }

    /** The group's id. */
    public String groupId() {
        return groupId;
    }

    /** The group's type; empty when the broker is too old to tell. */
    public Optional<GroupType> type() {
        return type;
    }

    /** The group's protocol type; empty for a group that only ever had offsets committed. */
    public String protocol() {
        return protocol;
    }

    /** The group's state; empty when the broker is too old to tell. */
    public Optional<GroupState> groupState() {
        return groupState;
    }

    /** Whether the group only ever had offsets committed, and no members. */
    public boolean isSimpleConsumerGroup() {
        return type.filter(t -> t == GroupType.CLASSIC).isPresent() && protocol.isEmpty();
    }

    @Override
    public String toString() {
        return "(groupId='" + groupId + "', type="
                + type.map(GroupType::toString).orElse("none") + ", protocol='" + protocol + "', groupState="
                + groupState.map(GroupState::toString).orElse("none") + ")";
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupId, type, protocol, groupState);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupListing that
                && Objects.equals(groupId, that.groupId)
                && type.equals(that.type)
                && Objects.equals(protocol, that.protocol)
                && groupState.equals(that.groupState);
    }
}
