package io.headrace.common;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** A partition as metadata shows it: leader and replicas. */
public class PartitionInfo {
    private static final Node[] NONE = {};

    private final String topic;
    private final int partition;
    private final Node leader;
    private final Node[] replicas;
    private final Node[] inSyncReplicas;
    private final Node[] offlineReplicas;

    public PartitionInfo(String topic, int partition, Node leader, Node[] replicas, Node[] inSyncReplicas) {
        this(topic, partition, leader, replicas, inSyncReplicas, NONE);
    }

    /**
     * A partition.
     *
     * @param leader the leading broker, or null if there is none
     */
    public PartitionInfo(
            String topic, int partition, Node leader, Node[] replicas, Node[] inSyncReplicas, Node[] offlineReplicas) {
        this.topic = topic;
        this.partition = partition;
        this.leader = leader;
        this.replicas = replicas;
        this.inSyncReplicas = inSyncReplicas;
        this.offlineReplicas = offlineReplicas;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    /** The leading broker, or null if there is none. */
    public Node leader() {
        return leader;
    }

    /** All replicas, whether or not they are in sync. */
    public Node[] replicas() {
        return replicas;
    }

    public Node[] inSyncReplicas() {
        return inSyncReplicas;
    }

    public Node[] offlineReplicas() {
        return offlineReplicas;
    }

    @Override
    public int hashCode() {
        int hash = Objects.hash(topic, partition, leader);
        hash = 31 * hash + Arrays.hashCode(replicas);
        hash = 31 * hash + Arrays.hashCode(inSyncReplicas);
        return 31 * hash + Arrays.hashCode(offlineReplicas);
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof PartitionInfo other
                        && partition == other.partition
                        && Objects.equals(topic, other.topic)
                        && Objects.equals(leader, other.leader)
                        && Arrays.equals(replicas, other.replicas)
                        && Arrays.equals(inSyncReplicas, other.inSyncReplicas)
                        && Arrays.equals(offlineReplicas, other.offlineReplicas));
    }

    @Override
    public String toString() {
        return "Partition(topic = " + topic + ", partition = " + partition + ", leader = "
                + (leader == null ? "none" : leader.idString()) + ", replicas = " + ids(replicas) + ", isr = "
                + ids(inSyncReplicas) + ", offlineReplicas = " + ids(offlineReplicas) + ")";
    }

    private static String ids(Node[] nodes) {
        return nodes == null
                ? "[]"
                : Arrays.stream(nodes).map(Node::idString).collect(Collectors.joining(",", "[", "]"));
    }
}
