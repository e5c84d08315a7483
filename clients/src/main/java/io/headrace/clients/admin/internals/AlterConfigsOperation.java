package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.headrace.protocol.message.IncrementalAlterConfigsResponse;
import io.headrace.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes configs, by resource; a broker is asked about itself (IncrementalAlterConfigs, KIP-339). */
public final class AlterConfigsOperation implements ControllerOperation<ConfigResource, Void> {

    private final Map<ConfigResource, Collection<AlterConfigOp>> changes;
    private final boolean validateOnly;

    public AlterConfigsOperation(Map<ConfigResource, Collection<AlterConfigOp>> changes, boolean validateOnly) {
        this.changes = changes;
        this.validateOnly = validateOnly;
    }

    @Override
    public String what(ConfigResource item) {
        return "the configs of " + item + " to be changed";
    }

    @Override
    public Route route(ConfigResource item) {
        return Wire.routeOfConfigs(item);
    }

    /** Settings are the active controller's to change, and loggers each node's own. */
    @Override
    public Route routeToController(ConfigResource item) {
        return item.type() == ConfigResource.Type.BROKER_LOGGER ? route(item) : Route.CONTROLLER;
    }

    @Override
    public Call call(List<ConfigResource> items, int timeoutMs) {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest().validateOnly(validateOnly);
        for (ConfigResource item : items) {
            AlterConfigsResource resource =
                    new AlterConfigsResource().resourceType(item.type().id()).resourceName(item.name());
            for (AlterConfigOp change : changes.get(item)) {
                resource.configs()
                        .add(new AlterableConfig()
                                .name(change.configEntry().name())
                                .value(change.configEntry().value())
                                .configOperation(change.opType().id()));
            }
            request.resources().add(resource);
        }
        return Call.of(request);
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ConfigResource> items,
            Answers<ConfigResource, Void> answers) {
        for (AlterConfigsResourceResponse result : ((IncrementalAlterConfigsResponse) response).responses()) {
            ConfigResource item =
                    new ConfigResource(ConfigResource.Type.forId(result.resourceType()), result.resourceName());
            if (!items.contains(item)) {
                continue;
            }
            Errors error = Errors.forCode(result.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(item, null);
            } else if (error == Errors.NOT_CONTROLLER) {
                answers.retry(item, Wire.failure(error, result.errorMessage()));
            } else {
                answers.fail(item, Wire.failure(error, result.errorMessage()));
            }
        }
    }
}
