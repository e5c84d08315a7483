package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.Fault;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.testsupport.Await;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Threads that wait for the producer hold no monitor and do not wait in one. A virtual thread that does either keeps the
 * thread that carries it until JDK 24, and as many senders as there are cores would stop all others.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing here is meant to arrive.
class ProducerWaitingTest {

    private final ProducerFixture fixture = new ProducerFixture(1);
    private final AtomicBoolean stalls = new AtomicBoolean();

    ProducerWaitingTest() {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && stalls.get() ? Fault.STALL : Fault.NONE);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void assertWaitsFreely(Executable waiting) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    try {
                        waiting.execute();
                    } catch (Throwable e) {
                        // Interrupted at the end of the test.
                    }
                },
                "waiting");
        thread.setDaemon(true);
        thread.start();
        Await.until("the thread waits", () -> isParked(thread));
        ThreadInfo info = infoOf(thread);
        assertEquals(List.of(), List.of(info.getLockedMonitors()), info::toString);
        StackTraceElement top = info.getStackTrace()[0];
        assertFalse(top.getClassName().equals(Object.class.getName()), info::toString);
        thread.interrupt();
        thread.join(60_000);
    }

    /** In the producer, and not where it waits for its turn at something that is held for a moment. */
    private static boolean isParked(Thread thread) {
        ThreadInfo info = infoOf(thread);
        if (info == null) {
            throw new AssertionError("the thread has ended: it did not wait");
        }
        StackTraceElement[] stack = info.getStackTrace();
        boolean isWaiting =
                info.getThreadState() == Thread.State.WAITING || info.getThreadState() == Thread.State.TIMED_WAITING;
        return isWaiting && stack.length > 0 && !stack[0].getMethodName().equals("sleep");
    }

    private static ThreadInfo infoOf(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadInfo(new long[] {thread.getId()}, true, true)[0];
    }

    /** What {@link #assertWaitsFreely} looks at would tell. */
    @Test
    void waitingInAMonitorIsNoticed() {
        Object monitor = new Object();
        AssertionError thrown = assertThrows(
                AssertionError.class,
                () -> assertWaitsFreely(() -> {
                    synchronized (monitor) {
                        while (true) {
                            monitor.wait();
                        }
                    }
                }));
        assertTrue(thrown.getMessage().contains("waiting"), thrown.getMessage());
    }

    @Test
    void forAnAcknowledgement() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer();
        producer.send(record("t", 0, "1")).get();
        stalls.set(true);
        Future<RecordMetadata> future = producer.send(record("t", 0, "2"));
        assertWaitsFreely(future::get);
        assertWaitsFreely(producer::flush);
    }

    @Test
    void forMetadata() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer();
        assertWaitsFreely(() -> producer.send(record("t", 9, "no such partition")));
    }

    @Test
    void forMemory() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("buffer.memory", 2_000, "batch.size", 2_000);
        producer.send(record("t", 0, "1")).get();
        stalls.set(true);
        producer.send(record("t", 0, "x".repeat(900)));
        assertWaitsFreely(() -> {
            for (int i = 0; i < 3; i++) {
                producer.send(record("t", 0, "x".repeat(900)));
            }
        });
    }
}
