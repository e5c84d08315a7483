package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.CreatePartitionsOptions;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.CreatePartitionsRequest;
import io.headrace.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.headrace.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.headrace.protocol.message.CreatePartitionsResponse;
import io.headrace.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds partitions to topics, by name (CreatePartitions). */
public final class CreatePartitionsOperation implements Operation<String, Void> {

    private final Map<String, NewPartitions> wanted;
    private final CreatePartitionsOptions options;

    public CreatePartitionsOperation(Map<String, NewPartitions> wanted, CreatePartitionsOptions options) {
        this.wanted = wanted;
        this.options = options;
    }

    @Override
    public String what(String item) {
        return "partitions to be added to topic " + item;
    }

    @Override
    public Route route(String item) {
        return Route.CONTROLLER;
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        CreatePartitionsRequest request =
                new CreatePartitionsRequest().timeoutMs(timeoutMs).validateOnly(options.validateOnly());
        for (String item : items) {
            NewPartitions partitions = wanted.get(item);
            request.topics()
                    .add(new CreatePartitionsTopic()
                            .name(item)
                            .count(partitions.totalCount())
                            .assignments(assignments(partitions.assignments())));
        }
        return Call.of(request);
    }

    private static List<CreatePartitionsAssignment> assignments(List<List<Integer>> given) {
        return given == null
                ? null
                : given.stream()
                        .map(brokers -> new CreatePartitionsAssignment().brokerIds(new ArrayList<>(brokers)))
                        .toList();
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<String> items, Answers<String, Void> answers) {
        CreatePartitionsResponse created = (CreatePartitionsResponse) response;
        ControllerAnswer controller =
                new ControllerAnswer(options.shouldRetryOnQuotaViolation(), created.throttleTimeMs());
        for (CreatePartitionsTopicResult result : created.results()) {
            if (!items.contains(result.name())) {
                continue;
            }
            Errors error = Errors.forCode(result.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(result.name(), null);
            } else {
                controller.failed(result.name(), error, result.errorMessage(), answers);
            }
        }
    }
}
