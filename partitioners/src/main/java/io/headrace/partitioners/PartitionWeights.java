package io.headrace.partitioners;

import java.util.Arrays;

/**
 * The partitions that may be chosen, and how likely each is to be. Immutable: whoever knows queues and availability
 * makes a new one when they change, and publishes it.
 */
public final class PartitionWeights {
    private final int[] partitions;
    /** For each partition its own weight and those of all before it; null if all weigh the same. */
    private final long[] cumulative;

    private PartitionWeights(int[] partitions, long[] cumulative) {
        this.partitions = partitions;
        this.cumulative = cumulative;
    }

    /**
     * All equally likely.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static PartitionWeights equal(int[] partitions) {
        return new PartitionWeights(copyOf(partitions), null);
    }

    /**
     * The shorter a partition's queue, the likelier it is chosen, so that records go where they are taken off quickest
     * (KIP-794). The longest queue has weight 1, an empty one the length of the longest plus 1.
     *
     * @param queueSizes how many batches wait for each of the partitions
     * @throws IllegalArgumentException if there are no partitions, or not as many queues as partitions
     */
    public static PartitionWeights byQueueSize(int[] partitions, int[] queueSizes) {
        if (partitions.length != queueSizes.length) {
            throw new IllegalArgumentException(
                    partitions.length + " partitions cannot have " + queueSizes.length + " queue sizes");
        }
        int[] copy = copyOf(partitions);
        int longest = Arrays.stream(queueSizes).max().getAsInt();
        int shortest = Arrays.stream(queueSizes).min().getAsInt();
        if (longest == shortest) {
            return new PartitionWeights(copy, null);
        }
        long[] cumulative = new long[queueSizes.length];
        long sum = 0;
        for (int i = 0; i < queueSizes.length; i++) {
            sum += (long) longest + 1 - queueSizes[i];
            cumulative[i] = sum;
        }
        return new PartitionWeights(copy, cumulative);
    }

    private static int[] copyOf(int[] partitions) {
        if (partitions.length == 0) {
            throw new IllegalArgumentException("there is no partition to choose from");
        }
        return partitions.clone();
    }

    /** How many partitions there are to choose from. */
    public int size() {
        return partitions.length;
    }

    /** Whether this partition may be chosen. */
    public boolean contains(int partition) {
        for (int candidate : partitions) {
            if (candidate == partition) {
                return true;
            }
        }
        return false;
    }

    /** @param random a number from 0 on; numbers that are spread evenly up to the largest int choose by the weights */
    int pick(int random) {
        double share = random * 0x1p-31;
        if (cumulative == null) {
            return partitions[(int) (share * partitions.length)];
        }
        long point = (long) (share * cumulative[cumulative.length - 1]);
        int found = Arrays.binarySearch(cumulative, point);
        // The first partition whose sum lies above the point; a sum that is met exactly ends the one before.
        return partitions[found >= 0 ? found + 1 : -found - 1];
    }
}
