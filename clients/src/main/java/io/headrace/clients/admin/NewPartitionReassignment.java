package io.headrace.clients.admin;

import java.util.List;

/** Which replicas a partition is to have (KIP-455). Immutable. */
public class NewPartitionReassignment {

    private final List<Integer> targetReplicas;

    /**
     * @param targetReplicas the brokers, the preferred leader first
     * @throws IllegalArgumentException when there are none
     */
    public NewPartitionReassignment(List<Integer> targetReplicas) {
        if (targetReplicas.isEmpty()) {
            throw new IllegalArgumentException("A partition cannot be reassigned to no replicas at all");
        }
        this.targetReplicas = List.copyOf(targetReplicas);
    }

    /** The brokers, the preferred leader first. */
    public List<Integer> targetReplicas() {
        return targetReplicas;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewPartitionReassignment that && targetReplicas.equals(that.targetReplicas);
    }

    @Override
    public int hashCode() {
        return targetReplicas.hashCode();
    }

    @Override
    public String toString() {
        return "NewPartitionReassignment(targetReplicas=" + targetReplicas + ")";
    }
}
