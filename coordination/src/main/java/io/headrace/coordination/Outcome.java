package io.headrace.coordination;

import io.headrace.common.protocol.Errors;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a step of a machine led to. Whoever runs the machine appends {@link #records}, replays them at once, and then calls
 * one of the two, once, on the machine's thread:
 *
 * <ul>
 *   <li>{@link #committed} when these records, and all that was appended before them, are committed;
 *   <li>{@link #failed} at once when the records cannot be appended, and then nothing was replayed, except of a step that
 *       may go into {@link Batches#SEVERAL} batches; or, when it is not certain in time that what was appended lasts (a
 *       disk that does not flush). The state keeps that; who asked is told to ask again.
 * </ul>
 *
 * <p>That goes for a step without records, too: what it answers may rest on records that are not committed yet. So nobody
 * is told of what may still be lost, be it by asking twice.
 *
 * @param records in order
 * @param batches how many they may go into
 * @param producer on whose behalf
 * @param committed answers, and begins what may be begun only now
 * @param failed answers with what the log said; {@link AppendErrors} has the errors for clients
 */
public record Outcome(
        List<CoordinatorRecord> records,
        Batches batches,
        ProducerStamp producer,
        Runnable committed,
        Consumer<Errors> failed) {

    private static final Outcome NONE = answer(() -> {}, error -> {});

    /** Copies the list. */
    public Outcome {
        records = List.copyOf(records);
    }

    /** Nothing to append, nobody to answer. */
    public static Outcome none() {
        return NONE;
    }

    /** Nothing to append; one of the two answers. */
    public static Outcome answer(Runnable committed, Consumer<Errors> failed) {
        return append(List.of(), committed, failed);
    }

    /** Nothing to append: an answer, or the one that {@code refusal} makes of the error that clients are told. */
    public static <R> Outcome answer(Consumer<? super R> to, R answer, Function<Errors, ? extends R> refusal) {
        return answer(() -> to.accept(answer), error -> to.accept(refusal.apply(AppendErrors.toClient(error))));
    }

    /** Records of the coordinator itself, in one batch. */
    public static Outcome append(List<CoordinatorRecord> records, Runnable committed, Consumer<Errors> failed) {
        return new Outcome(records, Batches.ONE, ProducerStamp.NONE, committed, failed);
    }
}
