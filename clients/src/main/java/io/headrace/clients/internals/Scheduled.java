package io.headrace.clients.internals;

/** A task that will run on the loop at its time. Owner: the loop. */
public interface Scheduled {

    /** Forgets the task; nothing happens when it has run or was cancelled. */
    void cancel();
}
