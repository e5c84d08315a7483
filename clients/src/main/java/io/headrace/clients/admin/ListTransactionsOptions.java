package io.headrace.clients.admin;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;

/** Options of {@link Admin#listTransactions(ListTransactionsOptions)}. An empty filter lets all pass. */
public class ListTransactionsOptions extends AbstractOptions<ListTransactionsOptions> {

    private static final long ANY_DURATION = -1;

    private Set<TransactionState> filteredStates = Set.of();
    private Set<Long> filteredProducerIds = Set.of();
    private long filteredDuration = ANY_DURATION;
    private String filteredTransactionalIdPattern;

    /** All transactional ids. */
    public ListTransactionsOptions() {}

    /**
     * Lets only ids in these states pass.
     *
     * @param states the states; empty for all
     * @return this object
     */
    public ListTransactionsOptions filterStates(Collection<TransactionState> states) {
        this.filteredStates = Set.copyOf(states);
        return this;
    }

    /**
     * Lets only ids of these producers pass.
     *
     * @param producerIdFilters the producers; empty for all
     * @return this object
     */
    public ListTransactionsOptions filterProducerIds(Collection<Long> producerIdFilters) {
        this.filteredProducerIds = Set.copyOf(producerIdFilters);
        return this;
    }

    /**
     * Lets only ids pass with a transaction that is open for longer; needs a broker from ListTransactions version 1 on.
     *
     * @param durationMs in ms; negative for all
     * @return this object
     */
    public ListTransactionsOptions filterOnDuration(long durationMs) {
        this.filteredDuration = durationMs;
        return this;
    }

    /**
     * Lets only ids pass that match; needs a broker from ListTransactions version 2 on.
     *
     * @param pattern a regular expression (RE2); null or empty for all
     * @return this object
     */
    public ListTransactionsOptions filterOnTransactionalIdPattern(String pattern) {
        this.filteredTransactionalIdPattern = pattern;
        return this;
    }

    /** The states that pass; empty for all. */
    public Set<TransactionState> filteredStates() {
        return filteredStates;
    }

    /** The producers that pass; empty for all. */
    public Set<Long> filteredProducerIds() {
        return filteredProducerIds;
    }

    /** Longer than this a transaction must be open, in ms; negative for all. */
    public long filteredDuration() {
        return filteredDuration;
    }

    /** What ids must match; null for all. */
    public String filteredTransactionalIdPattern() {
        return filteredTransactionalIdPattern;
    }

    @Override
    public String toString() {
        return "ListTransactionsOptions(filteredStates=" + filteredStates + ", filteredProducerIds="
                + filteredProducerIds + ", filteredDuration=" + filteredDuration + ", filteredTransactionalIdPattern="
                + filteredTransactionalIdPattern + ", timeoutMs=" + timeoutMs + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListTransactionsOptions that
                && filteredStates.equals(that.filteredStates)
                && filteredProducerIds.equals(that.filteredProducerIds)
                && filteredDuration == that.filteredDuration
                && Objects.equals(filteredTransactionalIdPattern, that.filteredTransactionalIdPattern)
                && Objects.equals(timeoutMs, that.timeoutMs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                filteredStates, filteredProducerIds, filteredDuration, filteredTransactionalIdPattern, timeoutMs);
    }
}
