package io.headrace.transport;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The allocator of a client's connection: netty's own, but the memory of large answers, which netty does not pool, is used
 * for the next ones. New memory is zeroed by the JDK and faulted in page by page by the kernel, which costs as much as
 * reading the answer into it.
 *
 * <p>Memory that nobody needed for a second is freed, as is all when the connection ends; what is lent out then is freed
 * when it comes back. So no more is held than what answers took at the same time within about a second.
 *
 * <p>Buffers are given out on the connection's loop, and come back on any thread. Owner of the idle ones: the lock.
 */
final class AnswerMemory extends AbstractByteBufAllocator {

    /** Netty pools what is smaller. */
    static final int LARGE_BYTES = 1 << 20;

    static final long KEPT_MS = 1_000;

    /** A larger one is not wasted on an answer of a fraction of its size. */
    private static final int MOST_WASTE = 4;

    private final ByteBufAllocator usual;
    private final ScheduledExecutorService loop;
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean isTrimming;
    private boolean isClosed;

    /** Memory that is not lent. */
    private record Idle(ByteBuf memory, long sinceNs) {}

    /**
     * @param usual gives all other buffers
     * @param loop where memory is freed that nobody needs
     */
    AnswerMemory(ByteBufAllocator usual, ScheduledExecutorService loop) {
        super(true);
        this.usual = usual;
        this.loop = loop;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return usual.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        if (initialCapacity <= LARGE_BYTES) {
            return usual.directBuffer(initialCapacity, maxCapacity);
        }
        ByteBuf memory = take(initialCapacity);
        ByteBuffer part = memory.nioBuffer(0, initialCapacity);
        return toLeakAwareBuffer(new Lent(this, memory, part, maxCapacity).clear());
    }

    @Override
    public boolean isDirectBufferPooled() {
        return usual.isDirectBufferPooled();
    }

    private ByteBuf take(int bytes) {
        lock.lock();
        try {
            for (Iterator<Idle> all = idle.iterator(); all.hasNext(); ) {
                ByteBuf memory = all.next().memory();
                if (memory.capacity() >= bytes && memory.capacity() / MOST_WASTE < bytes) {
                    all.remove();
                    return memory;
                }
            }
        } finally {
            lock.unlock();
        }
        return UnpooledByteBufAllocator.DEFAULT.directBuffer(rounded(bytes));
    }

    /** Answers differ a little in size: in steps of an eighth, and of whole LARGE_BYTES if that is more. */
    private static int rounded(int bytes) {
        long step = Math.max(LARGE_BYTES, Integer.highestOneBit(bytes) >> 3);
        return (int) Math.min(Integer.MAX_VALUE, (bytes + step - 1) / step * step);
    }

    /** The one that was in use last, and so may still be in the processor's caches, is used next. */
    private void giveBack(ByteBuf memory) {
        lock.lock();
        try {
            if (isClosed) {
                memory.release();
                return;
            }
            idle.addFirst(new Idle(memory, System.nanoTime()));
            if (!isTrimming) {
                isTrimming = true;
                scheduleTrim();
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It only frees memory.
    private void scheduleTrim() {
        loop.schedule(this::trim, KEPT_MS, TimeUnit.MILLISECONDS);
    }

    private void trim() {
        lock.lock();
        try {
            long oldestNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(KEPT_MS);
            while (!idle.isEmpty() && idle.peekLast().sinceNs() - oldestNs <= 0) {
                idle.pollLast().memory().release();
            }
            isTrimming = !idle.isEmpty();
            if (isTrimming) {
                scheduleTrim();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The connection ends. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            idle.forEach(kept -> kept.memory().release());
            idle.clear();
        } finally {
            lock.unlock();
        }
    }

    /** What is held and not lent. */
    long idleBytes() {
        lock.lock();
        try {
            return idle.stream().mapToLong(kept -> kept.memory().capacity()).sum();
        } finally {
            lock.unlock();
        }
    }

    /** A view of lent memory; its last release gives the memory back. */
    private static final class Lent extends UnpooledDirectByteBuf {
        private final AnswerMemory from;
        private final ByteBuf memory;

        Lent(AnswerMemory from, ByteBuf memory, ByteBuffer part, int maxCapacity) {
            super(from, part, maxCapacity);
            this.from = from;
            this.memory = memory;
        }

        @Override
        protected void deallocate() {
            super.deallocate();
            from.giveBack(memory);
        }
    }
}
