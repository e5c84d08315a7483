package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#deleteStreamsGroups(Collection, DeleteStreamsGroupsOptions)}. */
public class DeleteStreamsGroupsOptions extends AbstractOptions<DeleteStreamsGroupsOptions> {

    /** With the default timeout. */
    public DeleteStreamsGroupsOptions() {}
}
