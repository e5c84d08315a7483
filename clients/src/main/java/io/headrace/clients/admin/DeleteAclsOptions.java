package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#deleteAcls(Collection, DeleteAclsOptions)}. */
public class DeleteAclsOptions extends AbstractOptions<DeleteAclsOptions> {

    /** With the default timeout. */
    public DeleteAclsOptions() {}

    @Override
    public DeleteAclsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
