package io.headrace.common.utils;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.TimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TimerTest {
    /** Goes on only when told to, or slept by. Starts before zero, as nanoTime may. */
    private static final class HandClock implements Time {
        private long ms = -1_000;

        @Override
        public long milliseconds() {
            return ms;
        }

        @Override
        public long nanoseconds() {
            return TimeUnit.MILLISECONDS.toNanos(ms);
        }

        @Override
        public void sleep(long sleepMs) {
            ms += sleepMs;
        }

        @Override
        public void waitObject(Object obj, Supplier<Boolean> condition, long deadlineMs) {
            throw new UnsupportedOperationException("nothing waits in these tests");
        }
    }

    private final HandClock clock = new HandClock();
    private final Timer timer = clock.timer(100);

    @Test
    void standsStillBetweenUpdates() {
        clock.ms += 60;
        assertEquals(100, timer.remainingMs());
        timer.update();
        assertEquals(40, timer.remainingMs());
        assertEquals(60, timer.elapsedMs());
        assertTrue(timer.notExpired());
    }

    @Test
    void expires() {
        clock.ms += 100;
        timer.update();
        assertTrue(timer.isExpired());
        assertEquals(0, timer.isExpiredBy());
        clock.ms += 7;
        timer.update();
        assertEquals(7, timer.isExpiredBy());
        assertEquals(0, timer.remainingMs());
    }

    @Test
    void startsAgain() {
        clock.ms += 60;
        timer.updateAndReset(200);
        assertEquals(200, timer.remainingMs());
        assertEquals(0, timer.elapsedMs());
        timer.resetDeadline(clock.ms + 5);
        assertEquals(5, timer.remainingMs());
        assertEquals(5, timer.timeoutMs());
    }

    @Test
    void neverGoesBack() {
        timer.update(clock.ms + 50);
        timer.update(clock.ms);
        assertEquals(50, timer.remainingMs());
        assertEquals(clock.ms + 50, timer.currentTimeMs());
    }

    @Test
    void endlessTimeoutsDoNotOverflow() {
        clock.ms = 5_000;
        Timer endless = clock.timer(Long.MAX_VALUE);
        assertFalse(endless.isExpired());
        assertEquals(Long.MAX_VALUE - 5_000, endless.remainingMs());
    }

    @Test
    void sleepsNoLongerThanTheDeadline() {
        timer.sleep(30);
        assertEquals(70, timer.remainingMs());
        timer.sleep(1_000);
        assertTrue(timer.isExpired());
        assertEquals(0, timer.isExpiredBy());
    }

    @Test
    void refusesNegativeTimeouts() {
        assertThrows(IllegalArgumentException.class, () -> timer.reset(-1));
        assertThrows(IllegalArgumentException.class, () -> clock.timer(Duration.ofMillis(-1)));
    }

    @Test
    void systemTimeWaitsForACondition() throws InterruptedException {
        Object lock = new Object();
        AtomicBoolean open = new AtomicBoolean();
        Thread opener = new Thread(() -> {
            synchronized (lock) {
                open.set(true);
                lock.notifyAll();
            }
        });
        opener.start();
        Time.SYSTEM.waitObject(lock, open::get, Time.SYSTEM.milliseconds() + 60_000);
        opener.join();
        assertThrows(
                TimeoutException.class,
                () -> Time.SYSTEM.waitObject(lock, () -> false, Time.SYSTEM.milliseconds() + 5));
    }

    @Test
    void waitsForFutures() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> Time.SYSTEM.waitForFuture(future, Time.SYSTEM.nanoseconds() + 1_000));
        future.complete("x");
        assertEquals("x", Time.SYSTEM.waitForFuture(future, Time.SYSTEM.nanoseconds() - 1));
    }

    @Test
    void interruptedSleepKeepsTheStatus() {
        Thread.currentThread().interrupt();
        Time.SYSTEM.sleep(60_000);
        assertTrue(Thread.interrupted());
    }
}
