package io.headrace.clients.admin;

import io.headrace.common.ConsumerGroupState;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import java.util.Objects;
import java.util.Optional;

/** A consumer group in a listing. Immutable. */
public class ConsumerGroupListing {

    private final String groupId;
    private final boolean isSimpleConsumerGroup;
    private final Optional<GroupState> groupState;
    private final Optional<GroupType> type;

    /**
     * @param groupId the group's id
     * @param isSimpleConsumerGroup whether it only ever had offsets committed
     */
    public ConsumerGroupListing(String groupId, boolean isSimpleConsumerGroup) {
        this(groupId, Optional.empty(), Optional.empty(), isSimpleConsumerGroup);
    }

    /**
     * @param groupId the group's id
     * @param groupState its state; empty when the broker is too old to tell
     * @param isSimpleConsumerGroup whether it only ever had offsets committed
     */
    public ConsumerGroupListing(String groupId, Optional<GroupState> groupState, boolean isSimpleConsumerGroup) {
        this(groupId, groupState, Optional.empty(), isSimpleConsumerGroup);
    }

    /**
     * @param groupId the group's id
     * @param groupState its state; empty when the broker is too old to tell
     * @param type its type; empty when the broker is too old to tell
     * @param isSimpleConsumerGroup whether it only ever had offsets committed
     */
    public ConsumerGroupListing(
            String groupId, Optional<GroupState> groupState, Optional<GroupType> type, boolean isSimpleConsumerGroup) {
        this.groupId = groupId;
        this.groupState = Objects.requireNonNull(groupState, "groupState");
        this.type = Objects.requireNonNull(type, "type");
        this.isSimpleConsumerGroup = isSimpleConsumerGroup;
    }

    /** The group's id. */
    public String groupId() {
        return groupId;
    }

    /** Whether the group only ever had offsets committed, and no members. */
    public boolean isSimpleConsumerGroup() {
        return isSimpleConsumerGroup;
    }

    /** The group's state; empty when the broker is too old to tell. */
    public Optional<GroupState> groupState() {
        return groupState;
    }

    /** The group's type; empty when the broker is too old to tell. */
    public Optional<GroupType> type() {
        return type;
    }

    @Override
    public String toString() {
        return "(groupId='" + groupId + "', isSimpleConsumerGroup=" + isSimpleConsumerGroup + ", groupState="
                + groupState + ", type=" + type + ")";
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupId, isSimpleConsumerGroup, groupState, type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerGroupListing that
                && isSimpleConsumerGroup == that.isSimpleConsumerGroup
                && Objects.equals(groupId, that.groupId)
                && groupState.equals(that.groupState)
                && type.equals(that.type);
    }

    /** One of which the state is told in its older form; see the other constructors. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public ConsumerGroupListing(String groupId, boolean isSimpleConsumerGroup, Optional<ConsumerGroupState> state) {
        this(groupId, isSimpleConsumerGroup, state, Optional.empty());
    }

    /** One of which the state is told in its older form; see the other constructors. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public ConsumerGroupListing(
            String groupId,
            boolean isSimpleConsumerGroup,
            Optional<ConsumerGroupState> state,
            Optional<GroupType> type) {
        this(groupId, state.map(old -> GroupState.parse(old.toString())), type, isSimpleConsumerGroup);
    }

    /** {@link #groupState()} in its older form. */
    @Deprecated
    public Optional<ConsumerGroupState> state() {
        return groupState.map(state -> ConsumerGroupState.parse(state.toString()));
    }
}
