package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.ElectionType;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ElectLeadersRequest;
import io.headrace.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.headrace.protocol.message.ElectLeadersResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Has leaders elected by the controller (ElectLeaders, KIP-460). The single item is the operation itself. */
public final class ElectLeadersOperation
        implements Operation<ElectLeadersOperation, Map<TopicPartition, Optional<Throwable>>> {

    private static final int WITH_TYPE = 1;

    private final ElectionType type;
    private final Set<TopicPartition> partitions;

    /**
     * @param type which leaders
     * @param partitions null for all that need it
     */
    public ElectLeadersOperation(ElectionType type, Set<TopicPartition> partitions) {
        this.type = type;
        this.partitions = partitions;
    }

    @Override
    public String what(ElectLeadersOperation item) {
        return "leaders to be elected (" + type + ") for "
                + (partitions == null ? "all partitions" : "partitions " + partitions);
    }

    @Override
    public Route route(ElectLeadersOperation item) {
        return Route.CONTROLLER;
    }

    @Override
    public Call call(List<ElectLeadersOperation> items, int timeoutMs) {
        ApiKey key = ApiKey.ELECT_LEADERS;
        // A broker without types elects preferred leaders.
        return Call.of(
                key,
                type == ElectionType.PREFERRED ? key.lowestVersion() : WITH_TYPE,
                key.highestStableVersion(),
                version -> request(timeoutMs, version));
    }

    private ElectLeadersRequest request(int timeoutMs, int version) {
        ElectLeadersRequest request =
                new ElectLeadersRequest().timeoutMs(timeoutMs).topicPartitions(topics());
        return version < WITH_TYPE ? request : request.electionType(type.value);
    }

    private List<TopicPartitions> topics() {
        if (partitions == null) {
            return null;
        }
        Map<String, TopicPartitions> topics = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            topics.computeIfAbsent(partition.topic(), name -> new TopicPartitions().topic(name))
                    .partitions()
                    .add(partition.partition());
        }
        return List.copyOf(topics.values());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ElectLeadersOperation> items,
            Answers<ElectLeadersOperation, Map<TopicPartition, Optional<Throwable>>> answers) {
        ElectLeadersResponse elected = (ElectLeadersResponse) response;
        Errors error = Errors.forCode(elected.errorCode());
        if (error == Errors.NOT_CONTROLLER) {
            answers.retry(this, error.exception());
            return;
        }
        Map<TopicPartition, Optional<Throwable>> results = new HashMap<>();
        elected.replicaElectionResults()
                .forEach(topic -> topic.partitionResult()
                        .forEach(partition -> results.put(
                                new TopicPartition(topic.topic(), partition.partitionId()),
                                failure(Errors.forCode(partition.errorCode()), partition.errorMessage()))));
        if (error == Errors.NONE) {
            answers.succeed(this, results);
        } else {
            answers.fail(this, error.exception());
        }
    }

    private static Optional<Throwable> failure(Errors error, String message) {
        return error == Errors.NONE ? Optional.empty() : Optional.of(Wire.failure(error, message));
    }
}
