package io.headrace.clients.internals.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowedSumTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private final WindowedSum sum = new WindowedSum(2, 1_000, 0);

    @Test
    void ratesLookBackOverTheWindows() {
        sum.record(10, 0);
        sum.record(20, SECOND / 2);
        assertEquals(30, sum.ratePerSecond(SECOND / 2));
        sum.record(30, SECOND);
        assertEquals(40, sum.ratePerSecond(SECOND + SECOND / 2));
        sum.record(5, 2 * SECOND);
        assertEquals(35, sum.ratePerSecond(2 * SECOND));
        assertEquals(0, sum.ratePerSecond(10 * SECOND));
        assertEquals(65, sum.total());
    }

    @Test
    void averagesAndMaximaForgetToo() {
        assertEquals(Double.NaN, sum.average(0));
        assertEquals(Double.NaN, sum.max(0));
        sum.record(10, 0);
        sum.record(30, 3, 20, SECOND);
        assertEquals(10, sum.average(SECOND));
        assertEquals(20, sum.max(SECOND));
        assertEquals(Double.NaN, sum.average(10 * SECOND));
    }
}
