package io.headrace.clients.admin;

/** Options of {@link Admin#describeClientQuotas(io.headrace.common.quota.ClientQuotaFilter, DescribeClientQuotasOptions)}. */
public class DescribeClientQuotasOptions extends AbstractOptions<DescribeClientQuotasOptions> {

    /** With the default timeout. */
    public DescribeClientQuotasOptions() {}
}
