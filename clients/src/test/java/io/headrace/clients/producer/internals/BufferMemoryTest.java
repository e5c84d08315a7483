package io.headrace.clients.producer.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.producer.BufferExhaustedException;
import io.headrace.common.KafkaException;
import io.headrace.testsupport.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BufferMemoryTest {

    private static final long LONG_NS = TimeUnit.MINUTES.toNanos(1);

    private final AtomicInteger exhausted = new AtomicInteger();
    private final BufferMemory memory = new BufferMemory(100, exhausted::incrementAndGet);

    @Test
    void whatIsTakenIsMissingUntilItComesBack() {
        memory.reserve(60, 0);
        assertEquals(40, memory.freeBytes());
        assertFalse(memory.tryReserve(41));
        assertTrue(memory.tryReserve(40));
        memory.release(100);
        assertEquals(100, memory.freeBytes());
        assertEquals(0, exhausted.get());
    }

    @Test
    void whoWaitsTooLongIsToldWhatWasMissing() {
        memory.reserve(60, 0);
        BufferExhaustedException e = assertThrows(
                BufferExhaustedException.class, () -> memory.reserve(50, TimeUnit.MILLISECONDS.toNanos(1)));
        assertEquals(
                "no 50 bytes became free within 1 ms (max.block.ms): 40 of 100 bytes (buffer.memory) are free, "
                        + "0 other threads wait",
                e.getMessage());
        assertEquals(1, memory.exhausted());
        assertEquals(1, exhausted.get());
        assertTrue(memory.waitedNs() > 0);
        memory.reserve(40, 0);
    }

    @Test
    void theFirstToWaitIsServedFirstEvenIfASmallerOneWouldFit() throws Exception {
        memory.reserve(100, 0);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread large = new Thread(() -> {
            memory.reserve(80, LONG_NS);
            order.add("large");
        });
        large.start();
        Await.until("large waits", () -> memory.waiting() == 1);
        Thread small = new Thread(() -> {
            memory.reserve(10, LONG_NS);
            order.add("small");
        });
        small.start();
        Await.until("both wait", () -> memory.waiting() == 2);
        memory.release(20);
        assertFalse(memory.tryReserve(1), "nobody overtakes those who wait");
        memory.release(80);
        large.join();
        small.join();
        assertEquals(10, memory.freeBytes());
        assertEquals(2, order.size());
    }

    @Test
    void closingEndsTheWait() throws Exception {
        memory.reserve(100, 0);
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        Thread thread = new Thread(() -> {
            try {
                memory.reserve(1, LONG_NS);
            } catch (Throwable e) {
                failures.add(e);
            }
        });
        thread.start();
        Await.until("it waits", () -> memory.waiting() == 1);
        memory.close();
        thread.join();
        assertEquals(KafkaException.class, failures.get(0).getClass());
        assertThrows(KafkaException.class, () -> memory.reserve(1, 0));
    }
}
