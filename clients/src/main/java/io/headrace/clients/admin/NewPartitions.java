package io.headrace.clients.admin;

import java.util.List;

/** How many partitions a topic is to have. Immutable. */
public class NewPartitions {

    private final int totalCount;
    private final List<List<Integer>> newAssignments;

    private NewPartitions(int totalCount, List<List<Integer>> newAssignments) {
        this.totalCount = totalCount;
        this.newAssignments = newAssignments;
    }

    /**
     * More partitions, whose replicas the controller places.
     *
     * @param totalCount the number of partitions afterwards
     */
    public static NewPartitions increaseTo(int totalCount) {
        return new NewPartitions(totalCount, null);
    }

    /**
     * More partitions, whose replicas are placed by hand.
     *
     * @param totalCount the number of partitions afterwards
     * @param newAssignments for each new partition its broker ids, the preferred leader first
     */
    public static NewPartitions increaseTo(int totalCount, List<List<Integer>> newAssignments) {
        return new NewPartitions(totalCount, newAssignments);
    }

    /** The number of partitions afterwards. */
    public int totalCount() {
        return totalCount;
    }

    /** For each new partition its broker ids; null when the controller places them. */
    public List<List<Integer>> assignments() {
        return newAssignments;
    }

    @Override
    public String toString() {
        return "(totalCount=" + totalCount + ", newAssignments=" + newAssignments + ")";
    }
}
