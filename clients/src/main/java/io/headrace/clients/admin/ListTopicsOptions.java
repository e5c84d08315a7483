package io.headrace.clients.admin;

import java.util.Objects;

/** Options of {@link Admin#listTopics(ListTopicsOptions)}. */
public class ListTopicsOptions extends AbstractOptions<ListTopicsOptions> {

    private boolean listInternal;

    /** Without internal topics. */
    public ListTopicsOptions() {}

    /**
     * Sets what {@code listInternal} says.
     *
     * @param listInternal whether to list topics that brokers keep for themselves, like {@code __consumer_offsets}
     * @return this object
     */
    public ListTopicsOptions listInternal(boolean listInternal) {
        this.listInternal = listInternal;
        return this;
    }

    /** Whether internal topics are listed. */
    public boolean shouldListInternal() {
        return listInternal;
    }

    @Override
    public String toString() {
        return "ListTopicsOptions(timeoutMs=" + timeoutMs + ", listInternal=" + listInternal + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListTopicsOptions that
                && Objects.equals(timeoutMs, that.timeoutMs)
                && listInternal == that.listInternal;
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeoutMs, listInternal);
    }

    @Override
    public ListTopicsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
