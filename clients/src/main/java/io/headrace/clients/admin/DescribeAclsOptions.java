package io.headrace.clients.admin;

import io.headrace.common.acl.AclBindingFilter;

/** Options of {@link Admin#describeAcls(AclBindingFilter, DescribeAclsOptions)}. */
public class DescribeAclsOptions extends AbstractOptions<DescribeAclsOptions> {

    /** With the default timeout. */
    public DescribeAclsOptions() {}

    @Override
    public DescribeAclsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
