package io.headrace.broker.api;

import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.common.KafkaException;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.log.producer.ProducerEntry;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeProducersRequest;
import io.headrace.protocol.message.DescribeProducersRequest.TopicRequest;
import io.headrace.protocol.message.DescribeProducersResponse;
import io.headrace.protocol.message.DescribeProducersResponse.PartitionResponse;
import io.headrace.protocol.message.DescribeProducersResponse.ProducerState;
import io.headrace.protocol.message.DescribeProducersResponse.TopicResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Tells which producers partitions know, and which of them have an open transaction (KIP-664). */
final class DescribeProducersApi extends Api<DescribeProducersRequest> {

    private final Services services;

    DescribeProducersApi(Services services) {
        super(ApiKey.DESCRIBE_PRODUCERS, 0, 0);
        this.services = services;
    }

    @Override
    void handle(Call<DescribeProducersRequest> call) {
        List<TopicResponse> topics = new ArrayList<>();
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        for (TopicRequest topic : call.body().topics()) {
            LocalTopic local = services.partitions().table().topic(topic.name());
            List<PartitionResponse> partitions = new ArrayList<>();
            for (int number : topic.partitionIndexes()) {
                PartitionResponse answer = new PartitionResponse().partitionIndex(number);
                partitions.add(answer);
                Partition partition = local == null ? null : local.partition(number);
                if (!Topic.isValid(topic.name())) {
                    refuse(answer, Errors.INVALID_TOPIC_EXCEPTION);
                } else if (partition == null) {
                    refuse(answer, local == null ? Errors.UNKNOWN_TOPIC_OR_PARTITION : local.errorFor(number));
                } else {
                    underWay.add(CompletableFuture.runAsync(() -> describe(partition, answer), partition.loop()::run));
                }
            }
            topics.add(new TopicResponse().name(topic.name()).partitions(partitions));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
        call.when(all, (nothing, failure) -> call.reply(new DescribeProducersResponse().topics(topics)));
    }

    private static void describe(Partition partition, PartitionResponse answer) {
        try {
            List<ProducerState> producers = new ArrayList<>();
            for (ProducerEntry entry : partition.producers()) {
                producers.add(new ProducerState()
                        .producerId(entry.producerId())
                        .producerEpoch(entry.epoch())
                        .lastSequence(entry.lastSequence())
                        .lastTimestamp(entry.lastTimestamp())
                        .coordinatorEpoch(entry.coordinatorEpoch())
                        .currentTxnStartOffset(entry.transactionFirstOffset()));
            }
            answer.activeProducers(producers);
        } catch (KafkaException e) {
            refuse(answer, Errors.forException(e));
        }
    }

    private static void refuse(PartitionResponse answer, Errors error) {
        answer.errorCode(error.code()).errorMessage(error.message());
    }
}
