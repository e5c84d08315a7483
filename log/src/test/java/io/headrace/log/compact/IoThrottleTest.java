package io.headrace.log.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IoThrottleTest {

    private long nowNs = 1_000_000_000_000L;
    private double rate = 1_000_000;

    @Test
    void onAverageNoMoreIsSpentThanAllowed() {
        IoThrottle throttle = new IoThrottle(() -> rate, () -> nowNs);
        long start = nowNs;
        for (int i = 0; i < 100; i++) {
            nowNs += throttle.waitNs(64 * 1024);
        }
        double seconds = (nowNs - start) / 1e9;
        assertEquals(100 * 64 * 1024 / rate, seconds, 0.1);
    }

    @Test
    void timeThatWasNotUsedIsNotSavedUp() {
        IoThrottle throttle = new IoThrottle(() -> rate, () -> nowNs);
        nowNs += 3600_000_000_000L;
        assertTrue(throttle.waitNs(1_000_000) > 900_000_000);
    }

    @Test
    void withoutALimitNobodyWaits() {
        rate = Double.MAX_VALUE;
        IoThrottle throttle = new IoThrottle(() -> rate, () -> nowNs);
        assertEquals(0, throttle.waitNs(Integer.MAX_VALUE));
        rate = 1000;
        assertTrue(throttle.waitNs(1000) > 0);
    }
}
