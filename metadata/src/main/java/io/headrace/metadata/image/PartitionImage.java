package io.headrace.metadata.image;

import java.util.List;

/**
 * One partition as the cluster agreed on it.
 *
 * @param id the partition's number, from 0
 * @param replicas broker ids that hold a copy, preferred leader first
 * @param isr broker ids whose copy is in sync
 * @param leader the leading broker's id, or {@link #NO_LEADER}
 * @param leaderEpoch grows with each change of leader
 * @param partitionEpoch grows with each change of anything here
 */
public record PartitionImage(
        int id, List<Integer> replicas, List<Integer> isr, int leader, int leaderEpoch, int partitionEpoch) {
    /** The {@link #leader()} of a partition that has none. */
    public static final int NO_LEADER = -1;

    public PartitionImage {
        replicas = List.copyOf(replicas);
        // Mostly the two are the same; ten thousand partitions then keep one list each.
        isr = isr.equals(replicas) ? replicas : List.copyOf(isr);
    }
}
