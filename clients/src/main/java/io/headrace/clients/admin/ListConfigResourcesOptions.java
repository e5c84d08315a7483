package io.headrace.clients.admin;

import java.util.Set;

/** Options of {@link Admin#listConfigResources(Set, ListConfigResourcesOptions)}. */
public class ListConfigResourcesOptions extends AbstractOptions<ListConfigResourcesOptions> {

    /** With the default timeout. */
    public ListConfigResourcesOptions() {}
}
