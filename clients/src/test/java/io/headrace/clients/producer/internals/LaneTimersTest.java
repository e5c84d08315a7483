package io.headrace.clients.producer.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaneTimersTest {

    private static PartitionLane lane(int partition) {
        PartitionBuffer buffer = new PartitionBuffer("t", partition, 100, 0, () -> false, (b, dueNs) -> {});
        return new PartitionLane(buffer, TestSettings.idempotent(), 0);
    }

    @Test
    void theEarliestIsAlwaysFirstHoweverTimesChange() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LaneTimers timers = new LaneTimers();
        List<PartitionLane> in = new ArrayList<>();
        List<PartitionLane> out = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            out.add(lane(i));
        }
        for (int step = 0; step < 5_000; step++) {
            if (!out.isEmpty() && random.nextInt(3) == 0) {
                PartitionLane lane = out.remove(random.nextInt(out.size()));
                timers.set(lane, random.nextInt(1_000));
                in.add(lane);
            } else if (!in.isEmpty() && random.nextBoolean()) {
                timers.set(in.get(random.nextInt(in.size())), random.nextInt(1_000));
            } else if (!in.isEmpty()) {
                PartitionLane lane = in.remove(random.nextInt(in.size()));
                timers.set(lane, PartitionLane.NEVER);
                out.add(lane);
            }
            if (in.isEmpty()) {
                assertNull(timers.first());
            } else {
                long least = in.stream()
                        .min(Comparator.comparingLong(PartitionLane::timerNs))
                        .get()
                        .timerNs();
                assertEquals(least, timers.first().timerNs(), "seed " + seed);
            }
            assertEquals(in.size(), timers.all().size(), "seed " + seed);
        }
    }

    @Test
    void aLaneIsInItOnce() {
        LaneTimers timers = new LaneTimers();
        PartitionLane lane = lane(0);
        timers.set(lane, 5);
        timers.set(lane, 3);
        assertSame(lane, timers.first());
        timers.remove(lane);
        timers.remove(lane);
        assertNull(timers.first());
    }
}
