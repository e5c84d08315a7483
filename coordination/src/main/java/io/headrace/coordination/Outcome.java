package io.headrace.coordination;

import io.headrace.common.protocol.Errors;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a step of a machine led to. Whoever runs the machine appends {@link #records} as one batch, replays them at once,
 * and calls {@link #committed} when they are committed; or, when they cannot be appended, replays nothing and calls
 * {@link #failed}. Exactly one of the two is called, on the machine's thread. With no records, {@code committed} is called
 * when all that was appended before is committed, so that nobody is told of what may still be lost.
 *
 * <p>{@code failed} is also called when records were appended and replayed, but it is not certain in time that they last
 * (a disk that does not flush). The state keeps them; who asked is told to ask again.
 *
 * <p>A batch is limited in size: a step with thousands of records, such as an expiry, is cut into several.
 *
 * @param records in order; one batch, so all or none of them are in the log
 * @param producer on whose behalf
 * @param committed answers, and begins what may be begun only now
 * @param failed answers with the error
 */
public record Outcome(
        List<CoordinatorRecord> records, ProducerStamp producer, Runnable committed, Consumer<Errors> failed) {

    private static final Outcome NONE = answer(() -> {});

    /** Copies the list. */
    public Outcome {
        records = List.copyOf(records);
    }

    /** Nothing to append, nobody to answer. */
    public static Outcome none() {
        return NONE;
    }

    /** Nothing to append; {@code committed} answers. */
    public static Outcome answer(Runnable committed) {
        return new Outcome(List.of(), ProducerStamp.NONE, committed, error -> {});
    }

    /** Records of the coordinator itself. */
    public static Outcome append(List<CoordinatorRecord> records, Runnable committed, Consumer<Errors> failed) {
        return new Outcome(records, ProducerStamp.NONE, committed, failed);
    }

    /** Records that count when the producer's transaction is committed. */
    public static Outcome inTransaction(
            List<CoordinatorRecord> records, ProducerStamp producer, Runnable committed, Consumer<Errors> failed) {
        return new Outcome(records, producer, committed, failed);
    }
}
