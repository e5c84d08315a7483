package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.NewPartitionReassignment;
import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AlterPartitionReassignmentsRequest;
import io.headrace.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.headrace.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.headrace.protocol.message.AlterPartitionReassignmentsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts and ends reassignments, by partition (AlterPartitionReassignments, KIP-455). The controller does it. */
public final class AlterReassignmentsOperation implements ControllerOperation<TopicPartition, Void> {

    private static final int WITH_FACTOR_KEPT = 1;

    private final Map<TopicPartition, Optional<NewPartitionReassignment>> wanted;
    private final boolean allowFactorChange;

    /**
     * @param wanted the replicas by partition; empty for ending what is under way
     * @param allowFactorChange whether a partition may get more or fewer replicas than it has
     */
    public AlterReassignmentsOperation(
            Map<TopicPartition, Optional<NewPartitionReassignment>> wanted, boolean allowFactorChange) {
        this.wanted = wanted;
        this.allowFactorChange = allowFactorChange;
    }

    @Override
    public String what(TopicPartition item) {
        return wanted.get(item)
                .map(to -> "partition " + item + " to be reassigned to brokers " + to.targetReplicas())
                .orElse("the reassignment of partition " + item + " to be ended");
    }

    @Override
    public Route route(TopicPartition item) {
        return Route.CONTROLLER;
    }

    @Override
    public Call call(List<TopicPartition> items, int timeoutMs) {
        Map<String, ReassignableTopic> topics = new LinkedHashMap<>();
        for (TopicPartition item : items) {
            topics.computeIfAbsent(item.topic(), name -> new ReassignableTopic().name(name))
                    .partitions()
                    .add(new ReassignablePartition()
                            .partitionIndex(item.partition())
                            .replicas(wanted.get(item)
                                    .map(NewPartitionReassignment::targetReplicas)
                                    .orElse(null)));
        }
        ApiKey key = ApiKey.ALTER_PARTITION_REASSIGNMENTS;
        // An older broker allows it, and does not know that it could be otherwise.
        return Call.of(
                new AlterPartitionReassignmentsRequest()
                        .timeoutMs(timeoutMs)
                        .allowReplicationFactorChange(allowFactorChange)
                        .topics(List.copyOf(topics.values())),
                allowFactorChange ? key.lowestVersion() : WITH_FACTOR_KEPT,
                key.highestStableVersion());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartition> items,
            Answers<TopicPartition, Void> answers) {
        AlterPartitionReassignmentsResponse told = (AlterPartitionReassignmentsResponse) response;
        Errors all = Errors.forCode(told.errorCode());
        if (all != Errors.NONE) {
            items.forEach(item -> answer(item, all, told.errorMessage(), answers));
            return;
        }
        told.responses()
                .forEach(topic -> topic.partitions().forEach(partition -> {
                    TopicPartition item = new TopicPartition(topic.name(), partition.partitionIndex());
                    if (items.contains(item)) {
                        answer(item, Errors.forCode(partition.errorCode()), partition.errorMessage(), answers);
                    }
                }));
    }

    private static void answer(
            TopicPartition item, Errors error, String message, Answers<TopicPartition, Void> answers) {
        if (error == Errors.NONE) {
            answers.succeed(item, null);
        } else if (error == Errors.NOT_CONTROLLER) {
            answers.retry(item, Wire.failure(error, message));
        } else {
            answers.fail(item, Wire.failure(error, message));
        }
    }
}
