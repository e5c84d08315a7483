package io.headrace.clients.consumer.internals.group;

import java.util.concurrent.atomic.AtomicReference;

/** The turn that the polling thread has to take next. The loop puts, the polling thread takes; safe from both. */
public final class TurnBox {

    private final AtomicReference<Turn> turn = new AtomicReference<>();
    private final Runnable onPut;

    /** @param onPut wakes the polling thread */
    public TurnBox(Runnable onPut) {
        this.onPut = onPut;
    }

    /** Leaves a turn to be taken, in place of one that was not. */
    public void put(Turn next) {
        turn.set(next);
        onPut.run();
    }

    /** The turn, or null when there is none; it is the caller's from now on. */
    public Turn take() {
        return turn.getAndSet(null);
    }

    /** Whether there is a turn to take. */
    public boolean hasTurn() {
        return turn.get() != null;
    }

    /** Forgets a turn that nobody is to take any more. */
    public void clear() {
        turn.set(null);
    }
}
