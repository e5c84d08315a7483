package io.headrace.protocol.parity;

import com.sun.management.ThreadMXBean;
import io.headrace.protocol.wire.Message;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;

/**
 * The read method of one message, called in a way that allocates nothing itself, so that what is measured is what reading
 * costs.
 */
final class Decoder {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final MethodHandle read;

    Decoder(Class<?> type) {
        try {
            read = MethodHandles.publicLookup()
                    .findStatic(type, "read", MethodType.methodType(type, ByteBuf.class, int.class))
                    .asType(MethodType.methodType(Message.class, ByteBuf.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came of reading: a message or what was thrown, and the bytes that the heap gave for it. */
    record Outcome(Message message, RuntimeException refusal, long allocated) {}

    Outcome read(ByteBuf in, int version) {
        Message message = null;
        RuntimeException refusal = null;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            message = (Message) read.invokeExact(in, version);
        } catch (RuntimeException e) {
            refusal = e;
        } catch (Throwable e) {
            throw new AssertionError("neither a message nor a refusal", e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        return new Outcome(message, refusal, allocated);
    }
}
