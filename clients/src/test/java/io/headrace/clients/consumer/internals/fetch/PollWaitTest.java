package io.headrace.clients.consumer.internals.fetch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.WakeupException;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PollWaitTest {

    private final PollWait waiting = new PollWait();

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void aWakeupBeforeTheWaitIsNotLostAndCountsOnce() {
        waiting.wakeup();
        waiting.wakeup();
        assertThrows(WakeupException.class, () -> waiting.await(() -> false, in(Duration.ofSeconds(30))));
        assertFalse(waiting.await(() -> false, in(Duration.ZERO)));
    }

    @Test
    void aWakeupEndsTheWaitUnderWay() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                waiting.await(() -> false, in(Duration.ofMinutes(5)));
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        thread.start();
        Await.until("the thread waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        waiting.wakeup();
        thread.join(30_000);
        assertInstanceOf(WakeupException.class, thrown.get());
    }

    @Test
    void anInterruptBeforeOrDuringTheWaitEndsItAndStays() throws Exception {
        Thread.currentThread().interrupt();
        assertThrows(InterruptException.class, () -> waiting.await(() -> false, in(Duration.ofSeconds(30))));
        assertTrue(Thread.interrupted());

        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                waiting.await(() -> false, in(Duration.ofMinutes(5)));
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        thread.start();
        Await.until("the thread waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        thread.join(30_000);
        assertInstanceOf(InterruptException.class, thrown.get());
    }

    @Test
    void aFailureIsToldOnceUnlessItIsOverBefore() {
        KafkaException failure = new KafkaException("no");
        waiting.fail(failure);
        assertSame(failure, assertThrows(KafkaException.class, waiting::throwIfWokenUp));
        assertDoesNotThrow(waiting::throwIfWokenUp);
        waiting.fail(failure);
        waiting.fail(null);
        assertDoesNotThrow(waiting::throwIfWokenUp);
    }

    @Test
    void someWaitsLeaveAWakeupToTheNextOne() {
        waiting.wakeup();
        assertTrue(waiting.awaitWhateverComes(() -> true, in(Duration.ofSeconds(30))));
        assertFalse(waiting.awaitWhateverComes(() -> false, in(Duration.ZERO)));
        assertThrows(WakeupException.class, waiting::throwIfWokenUp);
    }
}
