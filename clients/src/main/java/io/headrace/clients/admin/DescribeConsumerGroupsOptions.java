package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#describeConsumerGroups(Collection, DescribeConsumerGroupsOptions)}. */
public class DescribeConsumerGroupsOptions extends AbstractOptions<DescribeConsumerGroupsOptions> {

    private boolean includeAuthorizedOperations;

    /** Without authorized operations. */
    public DescribeConsumerGroupsOptions() {}

    /**
     * Sets what {@code includeAuthorizedOperations} says.
     *
     * @param includeAuthorizedOperations whether to ask what this client may do with each group
     * @return this object
     */
    public DescribeConsumerGroupsOptions includeAuthorizedOperations(boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    /** Whether to ask what this client may do with each group. */
    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }
}
