package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void delaysDoubleUpToTheMaximum() {
        Backoff backoff = new Backoff(100, 1_000, () -> 0.5);
        assertEquals(100, backoff.delayMs(0));
        assertEquals(200, backoff.delayMs(1));
        assertEquals(800, backoff.delayMs(3));
        assertEquals(1_000, backoff.delayMs(4));
        assertEquals(1_000, backoff.delayMs(Integer.MAX_VALUE));
    }

    @Test
    void theyVaryByAFifth() {
        assertEquals(80, new Backoff(100, 1_000, () -> 0).delayMs(0));
        assertTrue(new Backoff(100, 1_000, () -> 0.999_999).delayMs(0) <= 120);
        for (int i = 0; i < 1_000; i++) {
            long delayMs = new Backoff(100, 1_000).delayMs(10);
            assertTrue(delayMs >= 800 && delayMs <= 1_000, "" + delayMs);
        }
    }

    @Test
    void edgesOfTheConfiguration() {
        assertEquals(0, new Backoff(0, 1_000).delayMs(5));
        assertEquals(50, new Backoff(100, 50).delayMs(3));
        assertEquals(50, new Backoff(50, 50).delayMs(0));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(-1, 5));
    }
}
