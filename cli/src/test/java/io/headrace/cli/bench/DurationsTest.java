package io.headrace.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Test
    void quantilesAreAtMostASixtyFourthTooLarge() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        long[] values = new long[10_000];
        Durations durations = new Durations();
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextLong(1L << random.nextInt(1, 62));
            durations.add(values[i]);
        }
        Arrays.sort(values);
        for (double part : new double[] {0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = values[(int) Math.ceil(part * values.length) - 1];
            long told = durations.quantileNs(part);
            assertTrue(told >= exact && told <= exact + exact / 64 + 1, "seed " + seed + ": " + told + " for " + exact);
        }
        assertEquals(values[values.length - 1], durations.maxNs());
    }

    @Test
    void withoutAnyTheyAreNothing() {
        assertEquals(0, new Durations().quantileNs(0.5));
    }
}
