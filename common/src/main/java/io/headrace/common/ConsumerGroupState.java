package io.headrace.common;

/** The states of a consumer group: the older form of {@link GroupState}, which knows all types of groups (KIP-1043). */
@Deprecated
public enum ConsumerGroupState {
    UNKNOWN("Unknown"),
    /** Classic: members are joining. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** Classic: the leader computes the assignment. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    STABLE("Stable"),
    DEAD("Dead"),
    EMPTY("Empty"),
    /** Consumer: the coordinator computes the assignment. */
    ASSIGNING("Assigning"),
    /** Consumer: members are moving to their new assignments. */
    RECONCILING("Reconciling");

    private final String name;

    ConsumerGroupState(String name) {
        this.name = name;
    }

    /** The state of that name, in upper or lower case; {@link #UNKNOWN} if there is none. */
    public static ConsumerGroupState parse(String name) {
        for (ConsumerGroupState state : values()) {
            if (state.name.equalsIgnoreCase(name)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** The name as it stands on the wire. */
    @Override
    public String toString() {
        return name;
    }
}
