package io.headrace.broker.api;

import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.plan.AlterConfigs.Change;
import io.headrace.metadata.plan.AlterConfigs.Op;
import io.headrace.metadata.plan.AlterConfigs.OpType;
import io.headrace.metadata.plan.AlterConfigs.Result;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AlterConfigsRequest;
import io.headrace.protocol.message.AlterConfigsRequest.AlterConfigsResource;
import io.headrace.protocol.message.AlterConfigsResponse;
import io.headrace.protocol.message.AlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;

/** Replaces all settings of resources: what is not named loses its value. Older clients know no other way (KIP-133). */
final class AlterConfigsApi extends Api<AlterConfigsRequest> {

    private final ConfigAlteration alteration;

    AlterConfigsApi(Services services) {
        super(ApiKey.ALTER_CONFIGS, 0, 2);
        this.alteration = new ConfigAlteration(services);
    }

    @Override
    void handle(Call<AlterConfigsRequest> call) {
        List<Change> changes = new ArrayList<>(call.body().resources().size());
        for (AlterConfigsResource resource : call.body().resources()) {
            List<Op> ops = resource.configs().stream()
                    .map(config -> new Op(config.name(), OpType.SET, config.value()))
                    .toList();
            changes.add(new Change(
                    new ConfigResource(ConfigResource.Type.forId(resource.resourceType()), resource.resourceName()),
                    ops,
                    true));
        }
        alteration.run(call, changes, call.body().validateOnly(), results -> {
            List<AlterConfigsResourceResponse> answers = new ArrayList<>(results.size());
            for (int i = 0; i < results.size(); i++) {
                Result result = results.get(i);
                answers.add(new AlterConfigsResourceResponse()
                        .errorCode(result.error().code())
                        .errorMessage(result.message())
                        .resourceType(call.body().resources().get(i).resourceType())
                        .resourceName(result.resource().name()));
            }
            call.reply(new AlterConfigsResponse().responses(answers));
        });
    }
}
