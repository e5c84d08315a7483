package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#describeClassicGroups(Collection, DescribeClassicGroupsOptions)}. */
public class DescribeClassicGroupsOptions extends AbstractOptions<DescribeClassicGroupsOptions> {

    private boolean includeAuthorizedOperations;

    /** Without authorized operations. */
    public DescribeClassicGroupsOptions() {}

    /**
     * Sets what {@code includeAuthorizedOperations} says.
     *
     * @param includeAuthorizedOperations whether to ask what this client may do with each group
     * @return this object
     */
    public DescribeClassicGroupsOptions includeAuthorizedOperations(boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    /** Whether to ask what this client may do with each group. */
    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }
}
