package io.headrace.clients.admin;

import java.util.Arrays;

/** Where a transaction stands, as its coordinator sees it. */
public enum TransactionState {
    ONGOING("Ongoing"),
    PREPARE_ABORT("PrepareAbort"),
    PREPARE_COMMIT("PrepareCommit"),
    COMPLETE_ABORT("CompleteAbort"),
    COMPLETE_COMMIT("CompleteCommit"),
    EMPTY("Empty"),
    PREPARE_EPOCH_FENCE("PrepareEpochFence"),
    UNKNOWN("Unknown");

    private final String name;

    TransactionState(String name) {
        this.name = name;
    }

    /** Its name in requests. */
    @Override
    public String toString() {
        return name;
    }

    /**
     * The state with a name.
     *
     * @param name its name in requests
     * @return {@link #UNKNOWN} when there is none
     */
    public static TransactionState parse(String name) {
        return Arrays.stream(values())
                .filter(state -> state.name.equals(name))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
