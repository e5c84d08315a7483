package io.headrace.clients.admin;

/** Options of {@link Admin#describeCluster(DescribeClusterOptions)}. */
public class DescribeClusterOptions extends AbstractOptions<DescribeClusterOptions> {

    private boolean includeAuthorizedOperations;
    private boolean includeFencedBrokers;

    /** Without authorized operations and fenced brokers. */
    public DescribeClusterOptions() {}

    /**
     * Sets what {@code includeAuthorizedOperations} says.
     *
     * @param includeAuthorizedOperations whether to ask what this client may do with the cluster (KIP-430)
     * @return this object
     */
    public DescribeClusterOptions includeAuthorizedOperations(boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    /**
     * Sets what {@code includeFencedBrokers} says.
     *
     * @param includeFencedBrokers whether to list brokers that are registered but not serving (KIP-1073)
     * @return this object
     */
    public DescribeClusterOptions includeFencedBrokers(boolean includeFencedBrokers) {
        this.includeFencedBrokers = includeFencedBrokers;
        return this;
    }

    /** Whether to ask what this client may do with the cluster. */
    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }

    /** Whether brokers are listed that are registered but not serving. */
    public boolean includeFencedBrokers() {
        return includeFencedBrokers;
    }

    @Override
    public DescribeClusterOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
