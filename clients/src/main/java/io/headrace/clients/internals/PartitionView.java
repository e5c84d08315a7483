package io.headrace.clients.internals;

/**
 * A partition as the newest metadata shows it. Immutable; the arrays are not to be changed.
 *
 * @param partition its index
 * @param leaderId -1 when it has no leader
 * @param leaderEpoch -1 when the broker does not tell it (before Metadata v7)
 * @param replicas broker ids
 * @param isr broker ids of the in-sync replicas
 * @param offline broker ids of replicas that are down
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by leader and epoch only, and ids are needed unboxed.
public record PartitionView(int partition, int leaderId, int leaderEpoch, int[] replicas, int[] isr, int[] offline) {

    /** Whether it has a leader. */
    public boolean hasLeader() {
        return leaderId >= 0;
    }

    /** This partition with another leader. */
    PartitionView withLeader(int newLeaderId, int newLeaderEpoch) {
        return new PartitionView(partition, newLeaderId, newLeaderEpoch, replicas, isr, offline);
    }
}
