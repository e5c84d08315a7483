package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#describeLogDirs(Collection, DescribeLogDirsOptions)}. */
public class DescribeLogDirsOptions extends AbstractOptions<DescribeLogDirsOptions> {

    /** With the default timeout. */
    public DescribeLogDirsOptions() {}
}
