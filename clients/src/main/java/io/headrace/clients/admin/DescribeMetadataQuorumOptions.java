package io.headrace.clients.admin;

/** Options of {@link Admin#describeMetadataQuorum(DescribeMetadataQuorumOptions)}. */
public class DescribeMetadataQuorumOptions extends AbstractOptions<DescribeMetadataQuorumOptions> {

    /** With the default timeout. */
    public DescribeMetadataQuorumOptions() {}
}
