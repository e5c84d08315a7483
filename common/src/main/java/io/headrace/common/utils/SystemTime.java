package io.headrace.common.utils;

import io.headrace.common.errors.TimeoutException;
import java.util.function.Supplier;

/** The computer's clock. Has no state. */
final class SystemTime implements Time {
    @Override
    public long milliseconds() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoseconds() {
        return System.nanoTime();
    }

    @Override
    public void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void waitObject(Object obj, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        synchronized (obj) {
            while (!condition.get()) {
                long remainingMs = deadlineMs - milliseconds();
                if (remainingMs <= 0) {
                    throw new TimeoutException("the condition did not hold before the deadline");
                }
                obj.wait(remainingMs);
            }
        }
    }
}
