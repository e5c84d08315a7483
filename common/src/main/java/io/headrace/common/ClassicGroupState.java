package io.headrace.common;

/** The states of a group of the classic protocol. */
public enum ClassicGroupState {
    UNKNOWN("Unknown"),
    PREPARING_REBALANCE("PreparingRebalance"),
    COMPLETING_REBALANCE("CompletingRebalance"),
    STABLE("Stable"),
    DEAD("Dead"),
    EMPTY("Empty");

    private final String name;

    ClassicGroupState(String name) {
        this.name = name;
    }

    /** The state of that name, in upper or lower case; {@link #UNKNOWN} if there is none. */
    public static ClassicGroupState parse(String name) {
        for (ClassicGroupState state : values()) {
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
