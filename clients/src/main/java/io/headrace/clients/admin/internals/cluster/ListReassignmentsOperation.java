package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.PartitionReassignment;
import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ListPartitionReassignmentsRequest;
import io.headrace.protocol.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import io.headrace.protocol.message.ListPartitionReassignmentsResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists the reassignments under way (ListPartitionReassignments, KIP-455). The single item is the operation itself. */
public final class ListReassignmentsOperation
        implements ControllerOperation<ListReassignmentsOperation, Map<TopicPartition, PartitionReassignment>> {

    private final Optional<Set<TopicPartition>> partitions;

    /** @param partitions which; empty for all */
    public ListReassignmentsOperation(Optional<Set<TopicPartition>> partitions) {
        this.partitions = partitions;
    }

    @Override
    public String what(ListReassignmentsOperation item) {
        return "the reassignments of "
                + partitions.map(some -> "partitions " + some).orElse("all partitions");
    }

    @Override
    public Route route(ListReassignmentsOperation item) {
        return Route.CONTROLLER;
    }

    @Override
    public Call call(List<ListReassignmentsOperation> items, int timeoutMs) {
        return Call.of(new ListPartitionReassignmentsRequest()
                .timeoutMs(timeoutMs)
                .topics(partitions.map(ListReassignmentsOperation::topics).orElse(null)));
    }

    private static List<ListPartitionReassignmentsTopics> topics(Set<TopicPartition> partitions) {
        Map<String, ListPartitionReassignmentsTopics> topics = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            topics.computeIfAbsent(partition.topic(), name -> new ListPartitionReassignmentsTopics().name(name))
                    .partitionIndexes()
                    .add(partition.partition());
        }
        return List.copyOf(topics.values());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ListReassignmentsOperation> items,
            Answers<ListReassignmentsOperation, Map<TopicPartition, PartitionReassignment>> answers) {
        ListPartitionReassignmentsResponse listed = (ListPartitionReassignmentsResponse) response;
        Errors error = Errors.forCode(listed.errorCode());
        if (error == Errors.NONE) {
            Map<TopicPartition, PartitionReassignment> moves = new HashMap<>();
            listed.topics()
                    .forEach(topic -> topic.partitions()
                            .forEach(p -> moves.put(
                                    new TopicPartition(topic.name(), p.partitionIndex()),
                                    new PartitionReassignment(
                                            p.replicas(), p.addingReplicas(), p.removingReplicas()))));
            answers.succeed(this, moves);
        } else if (error.isRetriable()) {
            answers.retry(this, Wire.failure(error, listed.errorMessage()));
        } else {
            answers.fail(this, Wire.failure(error, listed.errorMessage()));
        }
    }
}
