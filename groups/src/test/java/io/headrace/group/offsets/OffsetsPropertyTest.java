package io.headrace.group.offsets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random commits, transactions, deletions, failures and restarts: what is fetched is what a simple model says. */
class OffsetsPropertyTest {
    private static final int SEEDS = Boolean.getBoolean("headrace.long") ? 3000 : 100;
    private static final int PARTITIONS = 4;

    @Test
    void whatIsFetchedIsWhatWasAcknowledged() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed).go();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** An offset, and its place in the order of all that was written. */
    private record Written(long offset, int order) {}

    private static final class Run extends OffsetStory {
        private final Random random;
        private final Map<Integer, Written> committed = new TreeMap<>();
        private final Map<Long, Map<Integer, Written>> pending = new HashMap<>();
        private int order;

        private Run(long seed) {
            random = new Random(seed);
        }

        private void go() {
            for (int step = 0; step < 80; step++) {
                act();
                compare();
            }
            Set.copyOf(pending.keySet()).forEach(producer -> end(producer, random.nextBoolean()));
            compare();
            rig.advance(8 * DAY_MS);
            committed.clear();
            compare();
            assertEquals(0, list(java.util.List.of(), java.util.List.of()).size());
            assertEquals(0, rig.timers());
        }

        private void act() {
            int partition = random.nextInt(PARTITIONS);
            long offset = random.nextInt(1000);
            long producer = random.nextInt(3);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    assertEquals(Errors.NONE, commit(partition, offset));
                    committed.put(partition, new Written(offset, order++));
                }
                case 3, 4 -> {
                    assertEquals(Errors.NONE, commitInTransaction(producer, partition, offset));
                    pending.computeIfAbsent(producer, id -> new HashMap<>())
                            .put(partition, new Written(offset, order++));
                }
                case 5, 6 -> end(producer, random.nextBoolean());
                case 7 -> {
                    deleteOffsets("g", "t", partition);
                    committed.remove(partition);
                    pending.values().forEach(written -> written.remove(partition));
                }
                case 8 -> {
                    rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
                    assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, commit(partition, offset));
                    assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, commitInTransaction(producer, partition, offset));
                    rig.appendError = Errors.NONE;
                }
                default -> rig.restart();
            }
        }

        private void end(long producer, boolean commits) {
            rig.endTransaction(producer, commits);
            Map<Integer, Written> ended = pending.remove(producer);
            if (commits && ended != null) {
                ended.forEach((partition, written) ->
                        committed.merge(partition, written, (old, young) -> old.order() < young.order() ? young : old));
            }
        }

        private void compare() {
            for (int i = 0; i < PARTITIONS; i++) {
                int partition = i;
                Written expected = committed.get(partition);
                long offset = expected == null ? -1 : expected.offset();
                assertEquals(offset, fetch(partition), "partition " + partition);
                boolean unstable = pending.values().stream().anyMatch(written -> written.containsKey(partition));
                OffsetFetchResponsePartitions stable = fetch(partition, true);
                assertEquals(
                        unstable ? Errors.UNSTABLE_OFFSET_COMMIT : Errors.NONE, Errors.forCode(stable.errorCode()));
                assertEquals(unstable ? -1 : offset, stable.committedOffset());
            }
        }
    }
}
