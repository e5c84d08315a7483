package io.headrace.spec;

import java.util.List;

/**
 * What came of applying a plan. Immutable.
 *
 * @param results by item; items that were not to change anything are left out
 */
public record ApplyReport(List<Result> results) {
    /** What came of an item. */
    public enum Outcome {
        /** It is as it is to be. */
        DONE,
        /** The cluster refused it, or had changed since the plan was made. */
        FAILED,
        /** It was not tried, because of others. */
        SKIPPED
    }

    /**
     * What came of one item.
     *
     * @param item the item
     * @param outcome what came of it
     * @param reason why it was not done; empty when it was
     */
    public record Result(PlanItem item, Outcome outcome, String reason) {}

    /** Copies the list. */
    public ApplyReport {
        results = List.copyOf(results);
    }

    /** Whether all was done. */
    public boolean isComplete() {
        return count(Outcome.DONE) == results.size();
    }

    /** How many items came to that. */
    public int count(Outcome outcome) {
        return (int)
                results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
