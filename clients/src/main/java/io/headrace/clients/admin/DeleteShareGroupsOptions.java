package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#deleteShareGroups(Collection, DeleteShareGroupsOptions)}. */
public class DeleteShareGroupsOptions extends AbstractOptions<DeleteShareGroupsOptions> {

    /** With the default timeout. */
    public DeleteShareGroupsOptions() {}
}
