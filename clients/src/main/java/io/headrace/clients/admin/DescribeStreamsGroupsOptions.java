package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#describeStreamsGroups(Collection, DescribeStreamsGroupsOptions)}. */
public class DescribeStreamsGroupsOptions extends AbstractOptions<DescribeStreamsGroupsOptions> {

    private boolean includeAuthorizedOperations;

    /** Without authorized operations. */
    public DescribeStreamsGroupsOptions() {}

    /**
     * Sets what {@code includeAuthorizedOperations} says.
     *
     * @param includeAuthorizedOperations whether to ask what this client may do with each group
     * @return this object
     */
    public DescribeStreamsGroupsOptions includeAuthorizedOperations(boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    /** Whether to ask what this client may do with each group. */
    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }
}
