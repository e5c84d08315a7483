package io.headrace.clients.consumer.internals.work;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Runs tasks on an executor: those of one lane one after another, in the order in which they came, those of several lanes
 * at the same time. What became of each is kept until the one who gave them asks.
 *
 * <p>A task that fails stops its lane, with itself at the head, until it is told to go on by {@link #again},
 * {@link #skip} or {@link #drop}; so whoever waits before trying again blocks no thread.
 *
 * <p>Owner of its state: its lock, which is never held while a task runs.
 */
final class Lanes<T extends Lanes.Task> {

    /** Something to be done. */
    interface Task {

        /** Tasks of equal lanes keep their order. Its hash code must not change. */
        Object lane();

        /** Does it; called by the executor. */
        void run() throws Exception;

        /** Called by the executor before {@link #run}: whether it is wanted still. If not, it is dropped. */
        boolean begin();

        /** Whether it must not be done when this one, which came before it in its lane, is dropped. */
        boolean fallsWith(Task before);
    }

    /** Why a task was not run: the executor does not take any more. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(RuntimeException cause) {
            super("the executor takes no more tasks", cause);
        }
    }

    /** Why a task has failed that nothing is wrong with: the thread it ran in was told to stop. */
    static final class Interrupted extends Exception {
        private static final long serialVersionUID = 1L;

        Interrupted(Exception cause) {
            super("the thread was interrupted", cause);
        }
    }

    /** Tasks in their order; the first one runs, or has failed. Its key stays the one that it is found by. */
    private static final class Lane<T> {
        private final Object key;
        private final Queue<T> tasks = new ArrayDeque<>();

        Lane(Object key) {
            this.key = key;
        }
    }

    /** What became of a task: done when there is no failure; never begun when it was dropped. */
    record Finished<T>(T task, boolean isDropped, Throwable failure) {}

    private final Executor executor;
    private final Consumer<Throwable> failing;
    private final ThreadLocal<Boolean> isRunning = new ThreadLocal<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingFinished = lock.newCondition();

    /** Those that are busy or stopped. */
    private final Map<Object, Lane<T>> lanes = new HashMap<>();

    /** Those that are stopped, by the task that failed. */
    private final IdentityHashMap<T, Lane<T>> stopped = new IdentityHashMap<>();

    private final Queue<Finished<T>> finished = new ArrayDeque<>();

    /**
     * @param executor where tasks run; may be the calling thread
     * @param failing told of each failure by the thread that it happened in, before the next task begins there
     */
    Lanes(Executor executor, Consumer<Throwable> failing) {
        this.executor = executor;
        this.failing = failing;
    }

    /** Has a task run when its lane is free. */
    void submit(T task) {
        Lane<T> lane;
        lock.lock();
        try {
            Object key = task.lane();
            lane = lanes.get(key);
            if (lane != null) {
                lane.tasks.add(task);
                return;
            }
            lane = new Lane<>(key);
            lanes.put(key, lane);
            lane.tasks.add(task);
        } finally {
            lock.unlock();
        }
        execute(lane, task);
    }

    /** Tries a failed task again, then goes on behind it. */
    void again(T failed) {
        Lane<T> lane;
        lock.lock();
        try {
            lane = stopped.remove(failed);
        } finally {
            lock.unlock();
        }
        execute(lane, failed);
    }

    /** Goes on behind a failed task, which counts as done. */
    void skip(T failed) {
        leave(failed, false);
    }

    /** Goes on behind a failed task that is not done, and behind those that must not be done without it. */
    void drop(T failed) {
        leave(failed, true);
    }

    private void leave(T failed, boolean takesOthersAlong) {
        Lane<T> lane;
        T next;
        lock.lock();
        try {
            lane = stopped.remove(failed);
            next = next(lane);
            while (takesOthersAlong && next != null && next.fallsWith(failed)) {
                finished.add(new Finished<>(next, true, null));
                next = next(lane);
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            execute(lane, next);
        }
    }

    /** Whether the calling thread is one that runs a task. */
    boolean isRunningHere() {
        return isRunning.get() != null;
    }

    private void execute(Lane<T> lane, T first) {
        try {
            executor.execute(() -> runLane(lane, first));
        } catch (RuntimeException e) {
            stop(lane, first, new Refused(e));
        } catch (Error e) {
            // No thread can be made, perhaps.
            stop(lane, first, e);
        }
    }

    private void runLane(Lane<T> lane, T first) {
        isRunning.set(true);
        try {
            T task = first;
            while (task != null) {
                boolean isDropped = !task.begin();
                Throwable failure = isDropped ? null : run(task);
                if (failure != null) {
                    failing.accept(failure);
                    stop(lane, task, failure);
                    return;
                }
                task = finish(lane, new Finished<>(task, isDropped, null));
            }
        } finally {
            isRunning.remove();
        }
    }

    private static Throwable run(Task task) {
        try {
            task.run();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Interrupted(e);
        } catch (Exception e) {
            // Many wrap what interrupted them, and set the thread's status again.
            return Thread.currentThread().isInterrupted() ? new Interrupted(e) : e;
        } catch (Throwable e) {
            // Whatever a handler throws must not end a thread of the executor in silence: the loop decides.
            return e;
        }
    }

    private T finish(Lane<T> lane, Finished<T> outcome) {
        lock.lock();
        try {
            finished.add(outcome);
            somethingFinished.signalAll();
            return next(lane);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first task off a lane, and says which one is next; null when there is none. Holds the lock. */
    private T next(Lane<T> lane) {
        lane.tasks.remove();
        T next = lane.tasks.peek();
        if (next == null) {
            lanes.remove(lane.key);
        }
        return next;
    }

    private void stop(Lane<T> lane, T failed, Throwable failure) {
        lock.lock();
        try {
            stopped.put(failed, lane);
            finished.add(new Finished<>(failed, false, failure));
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
