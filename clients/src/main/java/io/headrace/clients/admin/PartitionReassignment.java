package io.headrace.clients.admin;

import java.util.List;
import java.util.Objects;

/** A partition on its way to other replicas (KIP-455). Immutable. */
public class PartitionReassignment {

    private final List<Integer> replicas;
    private final List<Integer> addingReplicas;
    private final List<Integer> removingReplicas;

    /**
     * @param replicas the brokers that have the partition now, also those that are to come or to go
     * @param addingReplicas those that are to come
     * @param removingReplicas those that are to go
     */
    public PartitionReassignment(List<Integer> replicas, List<Integer> addingReplicas, List<Integer> removingReplicas) {
        this.replicas = List.copyOf(replicas);
        this.addingReplicas = List.copyOf(addingReplicas);
        this.removingReplicas = List.copyOf(removingReplicas);
    }

    /** The brokers that have the partition now, also those that are to come or to go. */
    public List<Integer> replicas() {
        return replicas;
    }

    /** Those that are to come. */
    public List<Integer> addingReplicas() {
        return addingReplicas;
    }

    /** Those that are to go. */
    public List<Integer> removingReplicas() {
        return removingReplicas;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionReassignment that
                && replicas.equals(that.replicas)
                && addingReplicas.equals(that.addingReplicas)
                && removingReplicas.equals(that.removingReplicas);
    }

    @Override
    public int hashCode() {
        return Objects.hash(replicas, addingReplicas, removingReplicas);
    }

    @Override
    public String toString() {
        return "PartitionReassignment(replicas=" + replicas + ", addingReplicas=" + addingReplicas
                + ", removingReplicas=" + removingReplicas + ")";
    }
}
