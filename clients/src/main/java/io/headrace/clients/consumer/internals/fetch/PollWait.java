package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.WakeupException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where the polling thread waits, whatever it waits for, and where it is woken.
 *
 * <p>Owner of its state: its lock. Conditions are asked with the lock held, so they must not wait for anything, and whoever
 * changes what they look at calls {@link #signal()} without holding a lock that they take.
 */
public final class PollWait {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean wakeup;

    /** Concerns no partition in particular; null if there is none that the polling thread was not told of. */
    private RuntimeException failure;

    /** Lets the polling thread look again at what it waits for. Safe from any thread. */
    public void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes the wait that is under way, or else the next one, end with a WakeupException. Safe from any thread. */
    public void wakeup() {
        lock.lock();
        try {
            wakeup = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the wait that is under way, or else the next one, end with a failure. Called by the loop.
     *
     * @param why the failure; null if it is over
     */
    public void fail(RuntimeException why) {
        lock.lock();
        try {
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Throws when there was a {@link #wakeup()} or a failure that nobody has seen yet, or the thread is interrupted: also who
     * always finds records, and so never waits, is to be stopped.
     */
    void throwIfWokenUp() {
        throwIfInterrupted();
        lock.lock();
        try {
            throwUntold();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #await}, for waits that {@link #wakeup()} does not end: it stays for the next one that it does. */
    public boolean awaitWhateverComes(BooleanSupplier condition, long deadlineNs) {
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                long remainingNs = deadlineNs - System.nanoTime();
                if (remainingNs <= 0) {
                    return false;
                }
                changed.awaitNanos(remainingNs);
            }
            return true;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a condition holds whose change is followed by a {@link #signal()}. Called by the polling thread.
     *
     * @param deadlineNs as {@link System#nanoTime()}
     * @return false when the deadline passed
     * @throws WakeupException after a {@link #wakeup()}
     * @throws InterruptException when the thread is interrupted, before or meanwhile
     */
    public boolean await(BooleanSupplier condition, long deadlineNs) {
        throwIfInterrupted();
        lock.lock();
        try {
            while (true) {
                throwUntold();
                if (condition.getAsBoolean()) {
                    return true;
                }
                long remainingNs = deadlineNs - System.nanoTime();
                if (remainingNs <= 0) {
                    return false;
                }
                changed.awaitNanos(remainingNs);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            lock.unlock();
        }
    }

    private static void throwIfInterrupted() {
        if (Thread.interrupted()) {
            throw new InterruptException("The thread is interrupted");
        }
    }

    private void throwUntold() {
        if (wakeup) {
            wakeup = false;
            throw new WakeupException();
        }
        if (failure != null) {
            RuntimeException untold = failure;
            failure = null;
            throw untold;
        }
    }
}
