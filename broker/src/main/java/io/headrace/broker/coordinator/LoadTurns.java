package io.headrace.broker.coordinator;

import java.util.ArrayDeque;

/**
 * Lets a few coordinators load at a time: what is read and not replayed yet takes memory. Thread safe; guarded by its
 * monitor.
 */
final class LoadTurns {

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    LoadTurns(int atATime) {
        this.free = atATime;
    }

    /** Runs {@code start} when it is its turn: at once, or on the thread of whoever is done. */
    void take(Runnable start) {
        synchronized (this) {
            if (free == 0) {
                waiting.addLast(start);
                return;
            }
            free--;
        }
        start.run();
    }

    /** The turn that was taken is over. */
    void giveBack() {
        Runnable next;
        synchronized (this) {
            next = waiting.pollFirst();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }
}
