package io.headrace.partitioners;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PartitionWeightsTest {
    /** How often each of eight partitions is picked by as many numbers, spread evenly. */
    private static int[] picks(PartitionWeights weights, int numbers) {
        int[] picks = new int[8];
        for (int i = 0; i < numbers; i++) {
            picks[weights.pick((int) ((i + 0.5) / numbers * Integer.MAX_VALUE))]++;
        }
        return picks;
    }

    @Test
    void theLargestNumberPicksTheLastPartition() {
        assertEquals(7, PartitionWeights.equal(new int[] {5, 2, 7}).pick(Integer.MAX_VALUE));
        assertEquals(
                7,
                PartitionWeights.byQueueSize(new int[] {5, 2, 7}, new int[] {0, 1, 2})
                        .pick(Integer.MAX_VALUE));
    }

    @Test
    void equalWeights() {
        assertArrayEquals(
                new int[] {0, 0, 10, 0, 0, 10, 0, 10}, picks(PartitionWeights.equal(new int[] {5, 2, 7}), 30));
    }

    @Test
    void shorterQueuesArePickedMoreOften() {
        // Weights are the longest queue plus 1, minus the queue: 3, 1, 4.
        PartitionWeights weights = PartitionWeights.byQueueSize(new int[] {0, 1, 2}, new int[] {1, 3, 0});
        assertArrayEquals(new int[] {30, 10, 40, 0, 0, 0, 0, 0}, picks(weights, 80));
    }

    @Test
    void partitionNumbersNeedNotBeDense() {
        PartitionWeights weights = PartitionWeights.byQueueSize(new int[] {6, 3}, new int[] {0, 1});
        assertArrayEquals(new int[] {0, 0, 0, 10, 0, 0, 20, 0}, picks(weights, 30));
        assertTrue(weights.contains(6));
        assertFalse(weights.contains(0));
        assertEquals(2, weights.size());
    }

    @Test
    void equalQueuesAreEqualWeights() {
        PartitionWeights weights = PartitionWeights.byQueueSize(new int[] {0, 1}, new int[] {9, 9});
        assertArrayEquals(new int[] {10, 10, 0, 0, 0, 0, 0, 0}, picks(weights, 20));
    }

    @Test
    void hugeQueuesDoNotOverflow() {
        PartitionWeights weights =
                PartitionWeights.byQueueSize(new int[] {0, 1, 2}, new int[] {0, 0, Integer.MAX_VALUE});
        assertEquals(0, weights.pick(0));
        assertEquals(1, weights.pick(Integer.MAX_VALUE - 1));
    }

    @Test
    void callersArraysAreNotKept() {
        int[] partitions = {1};
        PartitionWeights weights = PartitionWeights.equal(partitions);
        partitions[0] = 7;
        assertEquals(1, weights.pick(0));
    }

    @Test
    void nothingToChooseFromIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> PartitionWeights.equal(new int[0]));
        assertThrows(IllegalArgumentException.class, () -> PartitionWeights.byQueueSize(new int[0], new int[0]));
        assertThrows(IllegalArgumentException.class, () -> PartitionWeights.byQueueSize(new int[1], new int[2]));
    }
}
