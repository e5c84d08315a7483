package io.headrace.clients.consumer.internals.work;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs tasks on an executor: those of one lane one after another, in the order in which they came, those of several lanes
 * at the same time. What became of each is kept until the one who gave them asks.
 *
 * <p>A task that fails stops its lane, with itself at the head, until it is told to go on by {@link #again} or
 * {@link #skip}; so whoever waits before trying again blocks no thread.
 *
 * <p>Owner of its state: its lock, which is never held while a task runs.
 */
final class Lanes<T extends Lanes.Task> {

    /** Something to be done. */
    interface Task {

        /** Tasks of equal lanes keep their order. */
        Object lane();

        /** Does it; called by the executor. */
        void run() throws Exception;

        /** Called by the executor before {@link #run}: whether it is wanted still. If not, it is dropped. */
        boolean begin();
    }

    /** Why a task was not run: the executor does not take any more. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(RejectedExecutionException cause) {
            super("the executor takes no more tasks", cause);
        }
    }

    /** What became of a task: done when there is no failure; never begun when it was dropped. */
    record Finished<T>(T task, boolean isDropped, Throwable failure) {}

    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingFinished = lock.newCondition();

    /** The tasks of each busy or stopped lane; the first one runs, or has failed. */
    private final Map<Object, Queue<T>> lanes = new HashMap<>();

    private final Queue<Finished<T>> finished = new ArrayDeque<>();

    /** @param executor where tasks run; may be the calling thread */
    Lanes(Executor executor) {
        this.executor = executor;
    }

    /** Has a task run when its lane is free. */
    void submit(T task) {
        Queue<T> own = new ArrayDeque<>();
        lock.lock();
        try {
            Queue<T> busy = lanes.putIfAbsent(task.lane(), own);
            if (busy != null) {
                busy.add(task);
                return;
            }
            own.add(task);
        } finally {
            lock.unlock();
        }
        execute(task);
    }

    /** Tries a failed task again, then goes on behind it. */
    void again(T failed) {
        execute(failed);
    }

    /** Goes on behind a failed task. */
    void skip(T failed) {
        T next = next(failed, null);
        if (next != null) {
            execute(next);
        }
    }

    private void execute(T first) {
        try {
            executor.execute(() -> runLane(first));
        } catch (RejectedExecutionException e) {
            report(new Finished<>(first, false, new Refused(e)));
        }
    }

    private void runLane(T first) {
        T task = first;
        while (task != null) {
            boolean isDropped = !task.begin();
            Throwable failure = isDropped ? null : run(task);
            if (failure != null) {
                report(new Finished<>(task, false, failure));
                return;
            }
            task = next(task, new Finished<>(task, isDropped, null));
        }
    }

    private static Throwable run(Task task) {
        try {
            task.run();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        } catch (Throwable e) {
            // Whatever a handler throws must not end a thread of the executor in silence: the loop decides.
            return e;
        }
    }

    /** Takes a task off its lane, and says which one is next; null when there is none. */
    private T next(T task, Finished<T> outcome) {
        lock.lock();
        try {
            if (outcome != null) {
                finished.add(outcome);
                somethingFinished.signalAll();
            }
            Queue<T> own = lanes.get(task.lane());
            own.remove();
            T next = own.peek();
            if (next == null) {
                lanes.remove(task.lane());
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void report(Finished<T> outcome) {
        lock.lock();
        try {
            finished.add(outcome);
            somethingFinished.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What became of one task; null when nothing is new. */
    Finished<T> poll() {
        lock.lock();
        try {
            return finished.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is new, or the time has passed. */
    void await(long waitNs) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = waitNs;
            while (finished.isEmpty() && leftNs > 0) {
                leftNs = somethingFinished.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }
}
