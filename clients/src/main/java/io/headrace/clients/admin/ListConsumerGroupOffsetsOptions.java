package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#listConsumerGroupOffsets(Map, ListConsumerGroupOffsetsOptions)}. */
public class ListConsumerGroupOffsetsOptions extends AbstractOptions<ListConsumerGroupOffsetsOptions> {

    private boolean requireStable;

    /** Without waiting for transactions. */
    public ListConsumerGroupOffsetsOptions() {}

    /**
     * Sets what {@code requireStable} says.
     *
     * @param requireStable whether to wait until transactions that are about to commit offsets have ended (KIP-447); needs
     *     a broker from OffsetFetch version 7 on
     * @return this object
     */
    public ListConsumerGroupOffsetsOptions requireStable(boolean requireStable) {
        this.requireStable = requireStable;
        return this;
    }

    /** Whether to wait until transactions that are about to commit offsets have ended. */
    public boolean requireStable() {
        return requireStable;
    }
}
