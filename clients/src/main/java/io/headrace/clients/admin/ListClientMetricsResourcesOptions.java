package io.headrace.clients.admin;

/** Options of {@link Admin#listClientMetricsResources(ListClientMetricsResourcesOptions)}. */
@Deprecated
public class ListClientMetricsResourcesOptions extends AbstractOptions<ListClientMetricsResourcesOptions> {

    /** With the default timeout. */
    public ListClientMetricsResourcesOptions() {}
}
