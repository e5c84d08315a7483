package io.headrace.broker.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The parts of an answer that come from several owners, in whatever order, put back in order.
 *
 * <p>Owner: the loop of the connection. {@link #part} may be given to others: what it takes is brought to that loop.
 *
 * @param <R> a part
 */
final class Gathering<R> {

    private final Call<?> call;
    private final List<R> parts;
    private final Consumer<List<R>> whenAll;
    private int missing;

    /** Waits for {@code count} parts; {@code whenAll} gets them on the call's loop, at once if there are none. */
    Gathering(Call<?> call, int count, Consumer<List<R>> whenAll) {
        this.call = call;
        this.parts = new ArrayList<>(Collections.nCopies(count, null));
        this.whenAll = whenAll;
        this.missing = count;
        if (count == 0) {
            whenAll.accept(List.of());
        }
    }

    /** Takes one part, once, on any thread. */
    Consumer<R> part(int index) {
        return part -> call.goOn(() -> {
            parts.set(index, part);
            missing--;
            if (missing == 0) {
                whenAll.accept(parts);
            }
        });
    }
}
