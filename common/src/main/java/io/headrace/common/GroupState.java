package io.headrace.common;

import java.util.Set;

/** The states of a group, of whatever type (KIP-1043). */
public enum GroupState {
    UNKNOWN("Unknown"),
    /** Classic: members are joining. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** Classic: the leader computes the assignment. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    STABLE("Stable"),
    DEAD("Dead"),
    EMPTY("Empty"),
    /** Consumer and streams: the coordinator computes the assignment. */
    ASSIGNING("Assigning"),
    /** Consumer and streams: members are moving to their new assignments. */
    RECONCILING("Reconciling"),
    /** Streams: topics that the topology needs do not exist yet. */
    NOT_READY("NotReady");

    private final String name;

    GroupState(String name) {
        this.name = name;
    }

    /** The state of that name, in upper or lower case; {@link #UNKNOWN} if there is none. */
    public static GroupState parse(String name) {
        for (GroupState state : values()) {
            if (state.name.equalsIgnoreCase(name)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /**
     * The states that a group of that type can be in.
     *
     * @throws IllegalArgumentException if the type is {@link GroupType#UNKNOWN}
     */
    public static Set<GroupState> groupStatesForType(GroupType type) {
        return switch (type) {
            case CLASSIC -> Set.of(PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE, DEAD, EMPTY);
            case CONSUMER ->
                Set.of(PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE, DEAD, EMPTY, ASSIGNING, RECONCILING);
            case SHARE -> Set.of(STABLE, DEAD, EMPTY);
            case STREAMS -> Set.of(STABLE, DEAD, EMPTY, ASSIGNING, RECONCILING, NOT_READY);
            case UNKNOWN -> throw new IllegalArgumentException("Group type not known");
        };
    }

    /** The name as it stands on the wire. */
    @Override
    public String toString() {
        return name;
    }
}
