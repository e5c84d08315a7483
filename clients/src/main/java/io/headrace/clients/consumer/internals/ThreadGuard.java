package io.headrace.clients.consumer.internals;

import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one thread in at a time, and turns others away at once: a consumer is not safe for several threads, and says so
 * instead of losing records. Safe from any thread; the same thread may enter again.
 */
public final class ThreadGuard {

    private static final long NOBODY = -1;

    private final AtomicLong owner = new AtomicLong(NOBODY);
    private volatile boolean closed;

    /** Owner: the thread that is in. */
    private int depth;

    /** Likewise. */
    private boolean closing;

    /**
     * Lets the calling thread in.
     *
     * @throws IllegalStateException when the consumer is closed
     * @throws ConcurrentModificationException when another thread is in
     */
    public void enter() {
        enterEvenIfClosed();
        if (closed) {
            exit();
            throw new IllegalStateException("This consumer has already been closed.");
        }
    }

    /**
     * Like {@link #enter}, also for a consumer that is closed.
     *
     * @throws ConcurrentModificationException when another thread is in
     */
    public void enterEvenIfClosed() {
        long me = Thread.currentThread().getId();
        if (owner.get() != me && !owner.compareAndSet(NOBODY, me)) {
            throw new ConcurrentModificationException("KafkaConsumer is not safe for multi-threaded access."
                    + " currentThread(name: " + Thread.currentThread().getName() + ", id: " + me
                    + ") otherThread(id: " + owner.get() + ")");
        }
        depth++;
    }

    /** Undoes one {@link #enter}. */
    public void exit() {
        if (--depth == 0) {
            owner.set(NOBODY);
        }
    }

    /** Says whether nobody has begun to close before. Called by the thread that is in, which may still enter. */
    public boolean beginClose() {
        boolean isFirst = !closing;
        closing = true;
        return isFirst;
    }

    /** From now on {@link #enter} fails. Called by the thread that is in. */
    public void close() {
        closed = true;
    }
}
