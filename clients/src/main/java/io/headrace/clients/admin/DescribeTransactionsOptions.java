package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#describeTransactions(Collection, DescribeTransactionsOptions)}. */
public class DescribeTransactionsOptions extends AbstractOptions<DescribeTransactionsOptions> {

    /** With the default timeout. */
    public DescribeTransactionsOptions() {}

    @Override
    public String toString() {
        return "DescribeTransactionsOptions(timeoutMs=" + timeoutMs() + ")";
    }
}
