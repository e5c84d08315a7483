package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#deleteConsumerGroups(Collection, DeleteConsumerGroupsOptions)}. */
public class DeleteConsumerGroupsOptions extends AbstractOptions<DeleteConsumerGroupsOptions> {

    /** With the default timeout. */
    public DeleteConsumerGroupsOptions() {}
}
