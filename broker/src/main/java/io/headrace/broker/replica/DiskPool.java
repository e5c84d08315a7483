package io.headrace.broker.replica;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that may wait for one log directory's disk: fsync, cold reads, recovery, deletion. They start when there is
 * work and end when there has been none for a while.
 *
 * <p>Thread safe; owned by the broker.
 */
public final class DiskPool implements Executor, AutoCloseable {

    private static final long KEEP_ALIVE_S = 30;
    private static final long CLOSE_TIMEOUT_S = 60;

    private final ThreadPoolExecutor threads;

    /** Tasks that were given and have not ended; guarded by this object's monitor. */
    private int underWay;

    /**
     * A pool without threads yet.
     *
     * @param size how many threads there may be
     * @param namePrefix how they are called, followed by a number
     */
    public DiskPool(int size, String namePrefix) {
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                KEEP_ALIVE_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, namePrefix + "-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task that may block.
     *
     * @throws RejectedExecutionException when the pool is closed
     */
    @Override
    public void execute(Runnable task) {
        begin();
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    end();
                }
            });
        } catch (RejectedExecutionException closed) {
            end();
            throw closed;
        }
    }

    private synchronized void begin() {
        underWay++;
    }

    private synchronized void end() {
        underWay--;
        if (underWay == 0) {
            notifyAll();
        }
    }

    /** Waits until no task is left, those included that tasks have given. */
    public synchronized void awaitIdle() {
        boolean interrupted = false;
        while (underWay > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes the tasks that it has, and ends its threads. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    threads.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
