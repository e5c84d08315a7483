package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#listStreamsGroupOffsets(Map, ListStreamsGroupOffsetsOptions)}. */
public class ListStreamsGroupOffsetsOptions extends AbstractOptions<ListStreamsGroupOffsetsOptions> {

    private boolean requireStable;

    /** Without waiting for transactions. */
    public ListStreamsGroupOffsetsOptions() {}

    /**
     * Sets what {@code requireStable} says.
     *
     * @param requireStable whether to wait until transactions that are about to commit offsets have ended (KIP-447)
     * @return this object
     */
    public ListStreamsGroupOffsetsOptions requireStable(boolean requireStable) {
        this.requireStable = requireStable;
        return this;
    }

    /** Whether to wait until transactions that are about to commit offsets have ended. */
    public boolean requireStable() {
        return requireStable;
    }
}
