package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.BufferExhaustedException;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.InterruptException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many bytes of records may wait to be acknowledged ({@code buffer.memory}). Counts only; the bytes themselves come
 * from a pooled allocator.
 *
 * <p>Thread safe: its lock guards all of its state. Who waits is served in order, so that a large reservation does not
 * starve behind small ones.
 */
final class BufferMemory {

    private final long totalBytes;
    private final Runnable whenExhausted;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Condition> waiters = new ArrayDeque<>();

    /** Whether anybody waits; for those who only want to know. */
    private volatile boolean isShort;

    private long freeBytes;
    private boolean isClosed;
    private long waitedNs;
    private long exhausted;

    /** @param whenExhausted called in a thread that is about to wait: what is buffered should be sent now */
    BufferMemory(long totalBytes, Runnable whenExhausted) {
        this.totalBytes = totalBytes;
        this.freeBytes = totalBytes;
        this.whenExhausted = whenExhausted;
    }

    /**
     * Takes bytes, waiting for them if there are not enough.
     *
     * @param timeoutNs how long to wait at most
     * @throws BufferExhaustedException if they did not become free in time
     * @throws InterruptException if the thread was interrupted
     * @throws KafkaException if the producer was closed meanwhile
     */
    void reserve(int bytes, long timeoutNs) {
        lock.lock();
        try {
            requireOpen();
            if (waiters.isEmpty() && freeBytes >= bytes) {
                freeBytes -= bytes;
                return;
            }
            awaitFree(bytes, timeoutNs);
            freeBytes -= bytes;
        } finally {
            lock.unlock();
        }
    }

    private void awaitFree(int bytes, long timeoutNs) {
        Condition turn = lock.newCondition();
        waiters.addLast(turn);
        isShort = true;
        long startNs = System.nanoTime();
        try {
            whenExhausted.run();
            long leftNs = timeoutNs;
            while (waiters.peekFirst() != turn || freeBytes < bytes) {
                if (leftNs <= 0) {
                    exhausted++;
                    throw new BufferExhaustedException(describe(bytes, timeoutNs));
                }
                leftNs = turn.awaitNanos(leftNs);
                requireOpen();
            }
        } catch (InterruptedException e) {
            throw new InterruptException("interrupted while waiting for buffer.memory", e);
        } finally {
            waitedNs += System.nanoTime() - startNs;
            waiters.remove(turn);
            isShort = !waiters.isEmpty();
            signalNext();
        }
    }

    private String describe(int bytes, long timeoutNs) {
        String waited = timeoutNs <= 0
                ? bytes
                        + " bytes are not free, and there is no time left to wait for them (max.block.ms is used up, or this"
                        + " is the producer's own thread, which would wait for itself)"
                : "no " + bytes + " bytes became free within "
                        + TimeUnit.NANOSECONDS.toMillis(timeoutNs + TimeUnit.MILLISECONDS.toNanos(1) - 1)
                        + " ms (max.block.ms)";
        return waited + ": " + freeBytes + " of " + totalBytes + " bytes (buffer.memory) are free, "
                + (waiters.size() - 1) + " other threads wait";
    }

    /** Takes bytes if they are free and nobody waits; never waits. */
    boolean tryReserve(int bytes) {
        lock.lock();
        try {
            if (!waiters.isEmpty() || freeBytes < bytes) {
                return false;
            }
            freeBytes -= bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives bytes back. */
    void release(int bytes) {
        lock.lock();
        try {
            freeBytes += bytes;
            signalNext();
        } finally {
            lock.unlock();
        }
    }

    private void signalNext() {
        Condition next = waiters.peekFirst();
        if (next != null) {
            next.signal();
        }
    }

    /** Everyone who waits fails, and whoever comes later. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            waiters.forEach(Condition::signal);
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new KafkaException("the producer was closed while buffer.memory was waited for");
        }
    }

    long totalBytes() {
        return totalBytes;
    }

    long freeBytes() {
        lock.lock();
        try {
            return freeBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Whether threads wait now, so that whatever is buffered should be sent without delay. */
    boolean isShort() {
        return isShort;
    }

    /** Threads that wait now. */
    int waiting() {
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }

    /** How long threads have waited, all together. */
    long waitedNs() {
        lock.lock();
        try {
            return waitedNs;
        } finally {
            lock.unlock();
        }
    }

    /** How many reservations have failed for want of memory. */
    long exhausted() {
        lock.lock();
        try {
            return exhausted;
        } finally {
            lock.unlock();
        }
    }
}
