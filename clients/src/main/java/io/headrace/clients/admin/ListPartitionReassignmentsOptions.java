package io.headrace.clients.admin;

import java.util.Optional;

/** Options of {@link Admin#listPartitionReassignments(Optional, ListPartitionReassignmentsOptions)}. */
public class ListPartitionReassignmentsOptions extends AbstractOptions<ListPartitionReassignmentsOptions> {

    /** With the default timeout. */
    public ListPartitionReassignmentsOptions() {}
}
