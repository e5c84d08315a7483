package io.headrace.group.classic;

import io.headrace.common.GroupState;

/** The states of a classic group, and which may follow which. */
enum ClassicState {
    /** No members; committed offsets, perhaps. */
    EMPTY(GroupState.EMPTY),
    /** Members are asked to join, and wait until all have. */
    PREPARING_REBALANCE(GroupState.PREPARING_REBALANCE),
    /** All know the new generation, and wait for what its leader assigns. */
    COMPLETING_REBALANCE(GroupState.COMPLETING_REBALANCE),
    /** All can have their assignments. */
    STABLE(GroupState.STABLE),
    /** Deleted, or become a group of another kind. */
    DEAD(GroupState.DEAD);

    private final GroupState shown;

    ClassicState(GroupState shown) {
        this.shown = shown;
    }

    /** The state as others see it. */
    GroupState shown() {
        return shown;
    }

    /** Whether {@code next} may follow this state. */
    boolean mayBecome(ClassicState next) {
        return switch (next) {
            case EMPTY, COMPLETING_REBALANCE -> this == PREPARING_REBALANCE;
            case PREPARING_REBALANCE -> mayRebalance();
            case STABLE -> this == COMPLETING_REBALANCE;
            case DEAD -> this != DEAD;
        };
    }

    /** Whether a rebalance may begin: none is being prepared already, and the group lives. */
    boolean mayRebalance() {
        return this == EMPTY || this == COMPLETING_REBALANCE || this == STABLE;
    }
}
