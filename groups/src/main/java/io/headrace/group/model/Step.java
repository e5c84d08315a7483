package io.headrace.group.model;

import io.headrace.common.protocol.Errors;
import io.headrace.coordination.AppendErrors;
import io.headrace.coordination.Batches;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A step while it is being decided: gathers records and what is to be said, and becomes an {@link Outcome}. Owner: the
 * step.
 */
public final class Step {
    private final List<CoordinatorRecord> records = new ArrayList<>();
    private final List<Runnable> committed = new ArrayList<>();
    private final List<Consumer<Errors>> failed = new ArrayList<>();
    private ProducerStamp producer = ProducerStamp.NONE;
    private Batches batches = Batches.ONE;

    /** Adds a record, behind those that are there. */
    public Step append(CoordinatorRecord record) {
        records.add(record);
        return this;
    }

    /** Adds records, behind those that are there. */
    public Step append(List<CoordinatorRecord> more) {
        records.addAll(more);
        return this;
    }

    /** Makes all records of the step part of a producer's transaction. */
    public Step inTransaction(ProducerStamp stamp) {
        producer = stamp;
        return this;
    }

    /** Says into how many batches the records may go; one, if nobody says. */
    public Step in(Batches many) {
        batches = many;
        return this;
    }

    /** Gives an answer once everything is committed, or else the one that {@code onFailure} makes of the error. */
    public <R> Step answer(Consumer<? super R> to, R response, Function<Errors, ? extends R> onFailure) {
        committed.add(() -> to.accept(response));
        failed.add(error -> to.accept(onFailure.apply(AppendErrors.toClient(error))));
        return this;
    }

    /** Runs something once everything is committed. */
    public Step whenCommitted(Runnable action) {
        committed.add(action);
        return this;
    }

    /** Runs something when the records could not be appended, with the error as the log gave it. */
    public Step whenFailed(Consumer<Errors> action) {
        failed.add(action);
        return this;
    }

    /** Whether records were added. */
    public boolean hasRecords() {
        return !records.isEmpty();
    }

    /** How many records were added. */
    public int size() {
        return records.size();
    }

    /** What the step led to. */
    public Outcome outcome() {
        if (records.isEmpty() && committed.isEmpty() && failed.isEmpty()) {
            return Outcome.none();
        }
        return new Outcome(
                records,
                batches,
                producer,
                () -> committed.forEach(Runnable::run),
                error -> failed.forEach(f -> f.accept(error)));
    }
}
