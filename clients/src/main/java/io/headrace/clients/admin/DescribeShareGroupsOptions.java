package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#describeShareGroups(Collection, DescribeShareGroupsOptions)}. */
public class DescribeShareGroupsOptions extends AbstractOptions<DescribeShareGroupsOptions> {

    private boolean includeAuthorizedOperations;

    /** Without authorized operations. */
    public DescribeShareGroupsOptions() {}

    /**
     * Sets what {@code includeAuthorizedOperations} says.
     *
     * @param includeAuthorizedOperations whether to ask what this client may do with each group
     * @return this object
     */
    public DescribeShareGroupsOptions includeAuthorizedOperations(boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    /** Whether to ask what this client may do with each group. */
    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }
}
