package io.headrace.clients.admin;

import java.util.List;

/** Options of {@link Admin#describeUserScramCredentials(List, DescribeUserScramCredentialsOptions)}. */
public class DescribeUserScramCredentialsOptions extends AbstractOptions<DescribeUserScramCredentialsOptions> {

    /** With the default timeout. */
    public DescribeUserScramCredentialsOptions() {}
}
