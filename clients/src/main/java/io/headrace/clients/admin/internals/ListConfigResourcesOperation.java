package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ListConfigResourcesRequest;
import io.headrace.protocol.message.ListConfigResourcesResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Lists the resources that have configs (ListConfigResources, KIP-1142). The single item is the operation itself.
 */
public final class ListConfigResourcesOperation
        implements Operation<ListConfigResourcesOperation, Collection<ConfigResource>> {

    /** Version 0 lists client metrics only. */
    private static final int WITH_TYPES = 1;

    private final Set<ConfigResource.Type> types;

    /** @param types empty for all */
    public ListConfigResourcesOperation(Set<ConfigResource.Type> types) {
        this.types = types;
    }

    @Override
    public String what(ListConfigResourcesOperation item) {
        return "the list of resources with configs";
    }

    @Override
    public Route route(ListConfigResourcesOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<ListConfigResourcesOperation> items, int timeoutMs) {
        boolean onlyClientMetrics = types.equals(Set.of(ConfigResource.Type.CLIENT_METRICS));
        List<Byte> ids = types.stream().map(ConfigResource.Type::id).toList();
        return Call.of(
                ApiKey.LIST_CONFIG_RESOURCES,
                onlyClientMetrics ? ApiKey.LIST_CONFIG_RESOURCES.lowestVersion() : WITH_TYPES,
                ApiKey.LIST_CONFIG_RESOURCES.highestStableVersion(),
                version -> new ListConfigResourcesRequest().resourceTypes(version >= WITH_TYPES ? ids : List.of()));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ListConfigResourcesOperation> items,
            Answers<ListConfigResourcesOperation, Collection<ConfigResource>> answers) {
        ListConfigResourcesResponse listed = (ListConfigResourcesResponse) response;
        Errors error = Errors.forCode(listed.errorCode());
        if (error != Errors.NONE) {
            answers.fail(this, error.exception());
            return;
        }
        List<ConfigResource> resources = new ArrayList<>();
        for (ListConfigResourcesResponse.ConfigResource resource : listed.configResources()) {
            resources.add(new ConfigResource(
                    version >= WITH_TYPES
                            ? ConfigResource.Type.forId(resource.resourceType())
                            : ConfigResource.Type.CLIENT_METRICS,
                    resource.resourceName()));
        }
        answers.succeed(this, resources);
    }
}
