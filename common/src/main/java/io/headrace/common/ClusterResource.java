package io.headrace.common;

import java.util.Objects;

/** Says which cluster a client is connected to. Immutable. */
public class ClusterResource {
    private final String clusterId;

    /**
     * Names a cluster.
     *
     * @param clusterId the cluster's id, or null if the brokers do not tell it
     */
    public ClusterResource(String clusterId) {
        this.clusterId = clusterId;
    }

    /** The cluster's id, or null if the brokers do not tell it. */
    public String clusterId() {
        return clusterId;
    }

    @Override
    public String toString() {
        return "ClusterResource(clusterId=" + clusterId + ")";
    }

    @Override
    public boolean equals(Object o) {
        return this == o || (o instanceof ClusterResource other && Objects.equals(clusterId, other.clusterId));
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(clusterId);
    }
}
