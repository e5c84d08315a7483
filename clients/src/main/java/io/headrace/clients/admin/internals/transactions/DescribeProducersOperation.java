package io.headrace.clients.admin.internals.transactions;

import io.headrace.clients.admin.DescribeProducersResult.PartitionProducerState;
import io.headrace.clients.admin.ProducerState;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeProducersRequest;
import io.headrace.protocol.message.DescribeProducersRequest.TopicRequest;
import io.headrace.protocol.message.DescribeProducersResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Asks partitions which producers they remember (DescribeProducers, KIP-664). */
public final class DescribeProducersOperation implements Operation<TopicPartition, PartitionProducerState> {

    private final OptionalInt brokerId;

    /** @param brokerId who is asked; empty for each partition's leader */
    public DescribeProducersOperation(OptionalInt brokerId) {
        this.brokerId = brokerId;
    }

    @Override
    public String what(TopicPartition item) {
        return "the producers of partition " + item;
    }

    @Override
    public Route route(TopicPartition item) {
        return brokerId.isPresent() ? Route.broker(brokerId.getAsInt()) : Route.leader(item);
    }

    @Override
    public Call call(List<TopicPartition> items, int timeoutMs) {
        Map<String, TopicRequest> topics = new LinkedHashMap<>();
        items.forEach(item -> topics.computeIfAbsent(item.topic(), name -> new TopicRequest().name(name))
                .partitionIndexes()
                .add(item.partition()));
        return Call.of(new DescribeProducersRequest().topics(List.copyOf(topics.values())));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartition> items,
            Answers<TopicPartition, PartitionProducerState> answers) {
        ((DescribeProducersResponse) response)
                .topics()
                .forEach(topic -> topic.partitions().forEach(partition -> {
                    TopicPartition item = new TopicPartition(topic.name(), partition.partitionIndex());
                    if (!items.contains(item)) {
                        return;
                    }
                    Errors error = Errors.forCode(partition.errorCode());
                    if (error == Errors.NONE) {
                        answers.succeed(
                                item,
                                new PartitionProducerState(partition.activeProducers().stream()
                                        .map(DescribeProducersOperation::state)
                                        .toList()));
                    } else if ((error == Errors.NOT_LEADER_OR_FOLLOWER && brokerId.isEmpty())
                            || error == Errors.UNKNOWN_TOPIC_OR_PARTITION) {
                        answers.retry(item, Wire.failure(error, partition.errorMessage()));
                    } else {
                        answers.fail(item, Wire.failure(error, partition.errorMessage()));
                    }
                }));
    }

    private static ProducerState state(DescribeProducersResponse.ProducerState told) {
        return new ProducerState(
                told.producerId(),
                told.producerEpoch(),
                told.lastSequence(),
                told.lastTimestamp(),
                told.coordinatorEpoch() < 0 ? OptionalInt.empty() : OptionalInt.of(told.coordinatorEpoch()),
                told.currentTxnStartOffset() < 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(told.currentTxnStartOffset()));
    }
}
