package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#describeReplicaLogDirs(Collection, DescribeReplicaLogDirsOptions)}. */
public class DescribeReplicaLogDirsOptions extends AbstractOptions<DescribeReplicaLogDirsOptions> {

    /** With the default timeout. */
    public DescribeReplicaLogDirsOptions() {}
}
