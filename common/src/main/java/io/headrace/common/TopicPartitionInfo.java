package io.headrace.common;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A partition as {@code describeTopics} shows it: leader, replicas and in-sync replicas. Immutable. */
public class TopicPartitionInfo {
    private final int partition;
    private final Node leader;
    private final List<Node> replicas;
    private final List<Node> isr;
    private final List<Node> elr;
    private final List<Node> lastKnownElr;

    /**
     * A partition.
     *
     * @param leader the leading broker, or null if there is none
     * @param elr the eligible leader replicas (KIP-966)
     * @param lastKnownElr the last replicas that were eligible, when none is eligible now (KIP-966)
     */
    public TopicPartitionInfo(
            int partition, Node leader, List<Node> replicas, List<Node> isr, List<Node> elr, List<Node> lastKnownElr) {
        this.partition = partition;
        this.leader = leader;
        this.replicas = Collections.unmodifiableList(replicas);
        this.isr = Collections.unmodifiableList(isr);
        this.elr = Collections.unmodifiableList(elr);
        this.lastKnownElr = Collections.unmodifiableList(lastKnownElr);
    }

    /** A partition of a cluster that does not report eligible leader replicas: both lists are null. */
    public TopicPartitionInfo(int partition, Node leader, List<Node> replicas, List<Node> isr) {
        this.partition = partition;
        this.leader = leader;
        this.replicas = Collections.unmodifiableList(replicas);
        this.isr = Collections.unmodifiableList(isr);
        this.elr = null;
        this.lastKnownElr = null;
    }

    public int partition() {
        return partition;
    }

    /** The leading broker, or null if there is none. */
    public Node leader() {
        return leader;
    }

    /** All replicas; the first is the preferred leader. */
    public List<Node> replicas() {
        return replicas;
    }

    /** The in-sync replicas. */
    public List<Node> isr() {
        return isr;
    }

    /** The eligible leader replicas, or null if the cluster does not report them. */
    public List<Node> elr() {
        return elr;
    }

    /** The last known eligible leader replicas, or null if the cluster does not report them. */
    public List<Node> lastKnownElr() {
        return lastKnownElr;
    }

    @Override
    public String toString() {
        return "(partition=" + partition + ", leader=" + leader + ", replicas=" + join(replicas) + ", isr=" + join(isr)
                + ", elr=" + join(elr) + ", lastKnownElr=" + join(lastKnownElr) + ")";
    }

    private static String join(List<Node> nodes) {
        return nodes == null ? "N/A" : nodes.stream().map(Node::toString).collect(Collectors.joining(", "));
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof TopicPartitionInfo other
                        && partition == other.partition
                        && Objects.equals(leader, other.leader)
                        && Objects.equals(replicas, other.replicas)
                        && Objects.equals(isr, other.isr)
                        && Objects.equals(elr, other.elr)
                        && Objects.equals(lastKnownElr, other.lastKnownElr));
    }

    @Override
    public int hashCode() {
        return Objects.hash(partition, leader, replicas, isr, elr, lastKnownElr);
    }
}
