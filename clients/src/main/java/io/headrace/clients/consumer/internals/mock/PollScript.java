package io.headrace.clients.consumer.internals.mock;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.WakeupException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What a test wants to happen in the next polls of a {@link io.headrace.clients.consumer.MockConsumer} before they look
 * for records: one task for each, an exception, a wake-up. Owner: the mock's lock, which a task is run under.
 */
public final class PollScript {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private KafkaException exception;
    private boolean isWokenUp;

    /** Has the next poll that has no task yet run one; null lets it pass. */
    public void schedule(Runnable task) {
        tasks.add(task == null ? () -> {} : task);
    }

    /** Has the next poll throw; null takes it back. */
    public void fail(KafkaException thrown) {
        exception = thrown;
    }

    /** Has the next poll throw a {@link WakeupException}. */
    public void wakeup() {
        isWokenUp = true;
    }

    /**
     * Plays the part of one poll: its task, which may still write on the script, then what it is to throw.
     *
     * @throws WakeupException once, if it was woken up; an exception that was set is left to the poll after it then
     * @throws KafkaException the one that was set, once
     */
    public void play() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
        if (isWokenUp) {
            isWokenUp = false;
            throw new WakeupException();
        }
        if (exception != null) {
            KafkaException thrown = exception;
            exception = null;
            throw thrown;
        }
    }
}
