package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#createAcls(Collection, CreateAclsOptions)}. */
public class CreateAclsOptions extends AbstractOptions<CreateAclsOptions> {

    /** With the default timeout. */
    public CreateAclsOptions() {}

    @Override
    public CreateAclsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
