package io.headrace.metadata.plan;

import io.headrace.protocol.wire.TypedRecord;
import java.util.List;

/**
 * What a command comes to on one image.
 *
 * @param records what to commit, in order; empty when nothing changes
 * @param result what to answer once that is committed
 */
public record Plan<R>(List<TypedRecord> records, R result) {
    public Plan {
        records = List.copyOf(records);
    }

    /** A plan that changes nothing. */
    public static <R> Plan<R> unchanged(R result) {
        return new Plan<>(List.of(), result);
    }
}
