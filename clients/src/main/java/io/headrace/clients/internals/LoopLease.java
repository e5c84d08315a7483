package io.headrace.clients.internals;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client's share in an event loop: alone, or with all clients of this JVM that give the same name
 * ({@code headrace.event.loop}). The thread ends when the last share is given back.
 *
 * <p>Thread safe. The lock guards which shared loops there are and how many clients each has.
 */
final class LoopLease {

    private static final ReentrantLock lock = new ReentrantLock();
    private static final Map<String, Shared> shared = new HashMap<>();

    /** A shared loop and how many clients it has. */
    private static final class Shared {
        private final MultiThreadIoEventLoopGroup group;
        private int clients;

        Shared(MultiThreadIoEventLoopGroup group) {
            this.group = group;
        }
    }

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;

    /** Null for a loop of the client's own. */
    private final String name;

    private LoopLease(MultiThreadIoEventLoopGroup group, String name) {
        this.group = group;
        this.loop = group.next();
        this.name = name;
    }

    /**
     * Takes a share.
     *
     * @param name of a shared loop; null or empty for one of the client's own
     * @param threadName of the thread, unless it is shared
     */
    static LoopLease take(String name, String threadName) {
        if (name == null || name.isBlank()) {
            return new LoopLease(group(threadName), null);
        }
        lock.lock();
        try {
            Shared loop = shared.computeIfAbsent(name, n -> new Shared(group("headrace-loop | " + n)));
            loop.clients++;
            return new LoopLease(loop.group, name);
        } finally {
            lock.unlock();
        }
    }

    private static MultiThreadIoEventLoopGroup group(String threadName) {
        return new MultiThreadIoEventLoopGroup(1, new NamedThread(threadName), NioIoHandler.newFactory());
    }

    EventLoop loop() {
        return loop;
    }

    /** Gives the share back, once; ends the thread if it was the last. */
    void giveBack() {
        if (name == null || isLast()) {
            endThread();
        }
    }

    private boolean isLast() {
        lock.lock();
        try {
            Shared loop = shared.get(name);
            loop.clients--;
            if (loop.clients > 0) {
                return false;
            }
            // Who takes the name from now on gets a new loop.
            shared.remove(name);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Who wants to wait waits for the group's end.
    private void endThread() {
        // What was handed over before is run first, however long it takes.
        group.shutdownGracefully(0, Long.MAX_VALUE / 2, TimeUnit.NANOSECONDS);
    }

    /** Waits until the thread has ended, if it is going to: a shared loop may have other clients. */
    boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return !group.isShuttingDown() || group.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Gives the loop's thread exactly the name that was asked for. */
    private static final class NamedThread extends DefaultThreadFactory {
        private final String name;

        NamedThread(String name) {
            super(name, true);
            this.name = name;
        }

        @Override
        protected Thread newThread(Runnable task, String numberedName) {
            return super.newThread(task, name);
        }
    }
}
