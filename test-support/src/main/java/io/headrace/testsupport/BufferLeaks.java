package io.headrace.testsupport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty's leak detector found a buffer that nobody released.
 *
 * <p>Registered for every test class through JUnit's service loading. Netty notices a leak when the buffer has been
 * collected and another one is allocated, so the check collects garbage first and allocates afterwards.
 */
public final class BufferLeaks implements BeforeAllCallback, AfterAllCallback {

    private static final long GC_WAIT_MS = 1_000;
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ReportingFactory());
    }

    /** Called by JUnit. */
    public BufferLeaks() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        // Loading this class is what matters: it must come before the first buffer.
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> found = collect();
        if (!found.isEmpty()) {
            throw new AssertionError(found.size() + " buffers leaked in or before " + context.getDisplayName() + ":\n"
                    + String.join("\n", found));
        }
    }

    /** Collects garbage, and returns the reports of the leaks found since the last call. */
    public static List<String> collect() {
        for (int round = 0; round < 2; round++) {
            collectGarbage();
            for (int i = 0; i < 16; i++) {
                ByteBuf probe = PooledByteBufAllocator.DEFAULT.buffer(16);
                probe.release();
            }
        }
        List<String> found = List.copyOf(LEAKS);
        LEAKS.clear();
        return found;
    }

    /**
     * Returns when the garbage that was there has been collected and its references have been handed to their queues, which
     * a thread of the JVM does in its own time; this one's reference is handed over with the others.
     */
    private static void collectGarbage() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> garbage = new WeakReference<>(new Object(), queue);
        try {
            do {
                System.gc();
            } while (queue.remove(GC_WAIT_MS) == null && !garbage.refersTo(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class ReportingFactory extends ResourceLeakDetectorFactory {
        @Override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
            return new Reporting<>(resource, samplingInterval);
        }

        @Override
        @SuppressWarnings("deprecation") // Netty declares it abstract and deprecated at once.
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            return new Reporting<>(resource, samplingInterval);
        }
    }

    private static final class Reporting<T> extends ResourceLeakDetector<T> {
        @SuppressWarnings("deprecation") // The constructor that Netty's own factory uses for a given sampling interval.
        Reporting(Class<?> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            LEAKS.add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAKS.add(resourceType);
        }
    }
}
