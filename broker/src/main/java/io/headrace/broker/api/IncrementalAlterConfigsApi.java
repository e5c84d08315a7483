package io.headrace.broker.api;

import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.plan.AlterConfigs.Change;
import io.headrace.metadata.plan.AlterConfigs.Op;
import io.headrace.metadata.plan.AlterConfigs.OpType;
import io.headrace.metadata.plan.AlterConfigs.Result;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.headrace.protocol.message.IncrementalAlterConfigsResponse;
import io.headrace.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;

/** Changes single settings of resources: sets, takes away, adds to lists, takes from lists (KIP-339, KIP-412). */
final class IncrementalAlterConfigsApi extends Api<IncrementalAlterConfigsRequest> {

    private static final OpType[] OPS = {OpType.SET, OpType.DELETE, OpType.APPEND, OpType.SUBTRACT};

    private final ConfigAlteration alteration;

    IncrementalAlterConfigsApi(Services services) {
        super(ApiKey.INCREMENTAL_ALTER_CONFIGS, 0, 1);
        this.alteration = new ConfigAlteration(services);
    }

    @Override
    void handle(Call<IncrementalAlterConfigsRequest> call) {
        List<AlterConfigsResource> asked = call.body().resources();
        AlterConfigsResourceResponse[] answers = new AlterConfigsResourceResponse[asked.size()];
        List<Change> changes = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            AlterConfigsResource resource = asked.get(i);
            List<Op> ops = ops(resource);
            if (ops == null) {
                answers[i] = new AlterConfigsResourceResponse()
                        .errorCode(Errors.INVALID_REQUEST.code())
                        .errorMessage("operations are 0 to set, 1 to delete, 2 to append, 3 to subtract");
            } else {
                changes.add(Change.of(
                        new ConfigResource(ConfigResource.Type.forId(resource.resourceType()), resource.resourceName()),
                        ops));
                places.add(i);
            }
        }
        alteration.run(call, changes, call.body().validateOnly(), results -> {
            for (int i = 0; i < results.size(); i++) {
                Result result = results.get(i);
                answers[places.get(i)] = new AlterConfigsResourceResponse()
                        .errorCode(result.error().code())
                        .errorMessage(result.message());
            }
            for (int i = 0; i < answers.length; i++) {
                answers[i]
                        .resourceType(asked.get(i).resourceType())
                        .resourceName(asked.get(i).resourceName());
            }
            call.reply(new IncrementalAlterConfigsResponse().responses(List.of(answers)));
        });
    }

    /** What is asked for, or null when it holds an operation that there is not. */
    private static List<Op> ops(AlterConfigsResource resource) {
        List<Op> ops = new ArrayList<>(resource.configs().size());
        for (AlterableConfig config : resource.configs()) {
            int op = config.configOperation();
            if (op < 0 || op >= OPS.length) {
                return null;
            }
            ops.add(new Op(config.name(), OPS[op], config.value()));
        }
        return ops;
    }
}
