package io.headrace.clients.admin;

import io.headrace.common.TopicCollection;

/** Options of {@link Admin#describeTopics(TopicCollection, DescribeTopicsOptions)}. */
public class DescribeTopicsOptions extends AbstractOptions<DescribeTopicsOptions> {

    private boolean includeAuthorizedOperations;
    private int partitionSizeLimitPerResponse = 2000;

    /** Without authorized operations. */
    public DescribeTopicsOptions() {}

    /**
     * Sets what {@code includeAuthorizedOperations} says.
     *
     * @param includeAuthorizedOperations whether to ask what this client may do with each topic (KIP-430)
     * @return this object
     */
    public DescribeTopicsOptions includeAuthorizedOperations(boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    /**
     * Sets what {@code partitionSizeLimitPerResponse} says.
     *
     * @param partitionSizeLimitPerResponse how many partitions one answer of a broker may hold; larger topics come in
     *     several. 2,000 by default.
     * @return this object
     */
    public DescribeTopicsOptions partitionSizeLimitPerResponse(int partitionSizeLimitPerResponse) {
        this.partitionSizeLimitPerResponse = partitionSizeLimitPerResponse;
        return this;
    }

    /** Whether to ask what this client may do with each topic. */
    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }

    /** How many partitions one answer of a broker may hold. */
    public int partitionSizeLimitPerResponse() {
        return partitionSizeLimitPerResponse;
    }

    @Override
    public DescribeTopicsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
