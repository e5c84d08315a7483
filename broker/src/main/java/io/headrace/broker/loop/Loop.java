package io.headrace.broker.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One event loop: a thread that owns the connections accepted on it and the partitions placed on it.
 *
 * <p>Thread safe. Commands given to {@link #enqueue} by one thread run in the order they were given.
 */
public final class Loop {

    private final EventLoop events;
    private final int index;

    /**
     * A loop.
     *
     * @param index its number among the loops of the broker, from 0
     */
    public Loop(EventLoop events, int index) {
        this.events = events;
        this.index = index;
    }

    /** Its number among the loops of the broker, from 0. */
    public int index() {
        return index;
    }

    /** Netty's side of this loop, for registering channels. */
    public EventLoop events() {
        return events;
    }

    /** Whether the calling thread is this loop. */
    public boolean isHere() {
        return events.inEventLoop();
    }

    /** Runs {@code command} now when the caller is this loop, and puts it into the queue otherwise. */
    public void run(Runnable command) {
        if (events.inEventLoop()) {
            command.run();
        } else {
            events.execute(command);
        }
    }

    /**
     * Puts {@code command} into the queue, also when the caller is this loop.
     *
     * @throws RejectedExecutionException when the loop has ended
     */
    public void enqueue(Runnable command) {
        events.execute(command);
    }

    /** Puts {@code command} into the queue, or returns false when the loop has ended and nothing will ever run it. */
    public boolean offer(Runnable command) {
        try {
            events.execute(command);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    /** Runs {@code command} on this loop after a time; the timer can be cancelled. */
    public ScheduledFuture<?> after(long delayMs, Runnable command) {
        return events.schedule(command, delayMs, TimeUnit.MILLISECONDS);
    }

    /** Runs {@code command} on this loop after a time. */
    @SuppressWarnings("FutureReturnValueIgnored") // What a command throws, Netty logs.
    public void later(long delayMs, Runnable command) {
        events.schedule(command, delayMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public String toString() {
        return "loop " + index;
    }
}
