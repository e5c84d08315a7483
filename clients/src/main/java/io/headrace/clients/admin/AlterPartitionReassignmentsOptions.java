package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#alterPartitionReassignments(Map, AlterPartitionReassignmentsOptions)}. */
public class AlterPartitionReassignmentsOptions extends AbstractOptions<AlterPartitionReassignmentsOptions> {

    private boolean allowReplicationFactorChange = true;

    /** Changes of the replication factor are allowed. */
    public AlterPartitionReassignmentsOptions() {}

    /**
     * Sets what {@code allowReplicationFactorChange} says.
     *
     * @param allowReplicationFactorChange whether partitions may get more or fewer replicas than they have; false needs a broker from
     *     AlterPartitionReassignments version 1 on
     * @return this object
     */
    public AlterPartitionReassignmentsOptions allowReplicationFactorChange(boolean allowReplicationFactorChange) {
        this.allowReplicationFactorChange = allowReplicationFactorChange;
        return this;
    }

    /** Whether partitions may get more or fewer replicas than they have; true if not set. */
    public boolean allowReplicationFactorChange() {
        return allowReplicationFactorChange;
    }
}
