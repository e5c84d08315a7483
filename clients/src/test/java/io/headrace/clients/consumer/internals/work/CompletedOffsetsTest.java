package io.headrace.clients.consumer.internals.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CompletedOffsetsTest {

    private final CompletedOffsets offsets = new CompletedOffsets();

    @Test
    void onlyWhatIsDoneWithoutAGapIsCommittable() {
        assertEquals(CompletedOffsets.NOTHING, offsets.committable());
        for (long offset : new long[] {10, 11, 12, 15}) {
            offsets.begin(offset);
        }
        offsets.reach(18);
        assertEquals(10, offsets.committable());
        offsets.complete(11);
        offsets.complete(15);
        assertEquals(10, offsets.committable());
        offsets.complete(10);
        assertEquals(12, offsets.committable());
        assertEquals(2, offsets.open());
        offsets.complete(12);
        assertEquals(18, offsets.committable());
        assertEquals(0, offsets.open());
    }

    @Test
    void readingDoesNotGoBack() {
        offsets.begin(5);
        assertTrue(offsets.isBehind(5));
        assertFalse(offsets.isBehind(6));
        assertThrows(IllegalArgumentException.class, () -> offsets.begin(5));
    }

    /** Against a map of what is done: any order of beginning and ending, with gaps between offsets. */
    @Test
    void anyOrderGivesWhatTheMapSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            CompletedOffsets tracked = new CompletedOffsets();
            TreeMap<Long, Boolean> model = new TreeMap<>();
            List<Long> running = new ArrayList<>();
            long next = random.nextInt(5);
            for (int step = 0; step < 60; step++) {
                if (running.isEmpty() || random.nextBoolean()) {
                    next += random.nextInt(3);
                    tracked.begin(next);
                    model.put(next, false);
                    running.add(next++);
                } else {
                    Long done = running.remove(random.nextInt(running.size()));
                    tracked.complete(done);
                    model.put(done, true);
                }
                long expected = model.entrySet().stream()
                        .filter(entry -> !entry.getValue())
                        .map(java.util.Map.Entry::getKey)
                        .findFirst()
                        .orElse(model.lastKey() + 1);
                assertEquals(expected, tracked.committable(), "seed " + seed + ", round " + round);
            }
        }
    }

    @Test
    void waitsDoubleUpToTheLongest() {
        RetryRule rule = new RetryRule(6, 100, 500);
        List<Long> waits = new ArrayList<>();
        for (int failed = 1; failed <= 6; failed++) {
            waits.add(rule.waitNs(failed));
        }
        assertEquals(List.of(100L, 200L, 400L, 500L, 500L, RetryRule.NEVER), waits);
        assertEquals(RetryRule.NEVER, RetryRule.NONE.waitNs(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> RetryRule.of(0, java.time.Duration.ZERO, java.time.Duration.ZERO));
    }
}
