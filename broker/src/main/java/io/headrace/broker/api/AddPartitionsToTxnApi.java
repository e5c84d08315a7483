package io.headrace.broker.api;

import io.headrace.common.TopicPartition;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AddPartitionsToTxnRequest;
import io.headrace.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.headrace.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction;
import io.headrace.protocol.message.AddPartitionsToTxnResponse;
import io.headrace.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import io.headrace.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnResult;
import io.headrace.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import io.headrace.txn.AddPartitions;
import io.headrace.txn.ClientProtocol;
import io.headrace.txn.ProducerIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Adds partitions to a transaction. From version 4 on several transactions at a time, and some only to be asked about,
 * as brokers do (KIP-890). A transaction gets all its partitions or none. Clients do not write to internal topics.
 */
final class AddPartitionsToTxnApi extends Api<AddPartitionsToTxnRequest> {

    private static final int FIRST_WITH_FENCED = 2;
    private static final int FIRST_BATCHED = 4;
    private static final int FIRST_RAISING_EPOCH = 5;

    private final Services services;

    AddPartitionsToTxnApi(Services services) {
        super(ApiKey.ADD_PARTITIONS_TO_TXN, 0, 5);
        this.services = services;
    }

    @Override
    void handle(Call<AddPartitionsToTxnRequest> call) {
        List<AddPartitionsToTxnTransaction> transactions =
                call.version() >= FIRST_BATCHED ? call.body().transactions() : List.of(single(call.body()));
        Gathering<AddPartitionsToTxnResult> gathering =
                new Gathering<>(call, transactions.size(), results -> reply(call, results));
        for (int i = 0; i < transactions.size(); i++) {
            AddPartitionsToTxnTransaction transaction = transactions.get(i);
            Consumer<AddPartitionsToTxnResult> part = gathering.part(i);
            add(call, transaction, verdicts -> part.accept(result(transaction, verdicts)));
        }
    }

    private static AddPartitionsToTxnTransaction single(AddPartitionsToTxnRequest body) {
        return new AddPartitionsToTxnTransaction()
                .transactionalId(body.v3AndBelowTransactionalId())
                .producerId(body.v3AndBelowProducerId())
                .producerEpoch(body.v3AndBelowProducerEpoch())
                .topics(body.v3AndBelowTopics());
    }

    private void add(
            Call<AddPartitionsToTxnRequest> call,
            AddPartitionsToTxnTransaction transaction,
            Consumer<Map<TopicPartition, Errors>> then) {
        int version = call.version();
        Set<TopicPartition> partitions = new HashSet<>();
        Map<TopicPartition, Errors> refused = new HashMap<>();
        ClusterImage image = services.controller().image();
        for (AddPartitionsToTxnTopic topic : transaction.topics()) {
            TopicImage known = image.topic(topic.name());
            for (int number : topic.partitions()) {
                TopicPartition partition = new TopicPartition(topic.name(), number);
                partitions.add(partition);
                if (version < FIRST_BATCHED && Topic.isInternal(topic.name())) {
                    refused.put(partition, Errors.TOPIC_AUTHORIZATION_FAILED);
                } else if (known == null || known.partition(number) == null) {
                    refused.put(partition, Errors.UNKNOWN_TOPIC_OR_PARTITION);
                }
            }
        }
        if (!refused.isEmpty()) {
            partitions.forEach(partition -> refused.putIfAbsent(partition, Errors.OPERATION_NOT_ATTEMPTED));
            then.accept(refused);
            return;
        }
        ProducerIdentity producer = new ProducerIdentity(transaction.producerId(), transaction.producerEpoch());
        String id = transaction.transactionalId();
        if (transaction.verifyOnly()) {
            services.transactions().verifyPartitions(id, producer, partitions, then);
            return;
        }
        ClientProtocol protocol =
                version >= FIRST_RAISING_EPOCH ? ClientProtocol.EPOCH_PER_TRANSACTION : ClientProtocol.FIXED_EPOCH;
        long channel = call.request().connection().number();
        services.transactions().addPartitions(new AddPartitions(id, producer, partitions, protocol, channel), error -> {
            if (error == Errors.NETWORK_EXCEPTION) {
                call.goOn(() -> call.request().refuse("partitions of a transaction came late, by an older connection"));
                return;
            }
            Errors told = ProducerEpochErrors.known(error, version, FIRST_WITH_FENCED);
            Map<TopicPartition, Errors> verdicts = new HashMap<>();
            partitions.forEach(partition -> verdicts.put(partition, told));
            then.accept(verdicts);
        });
    }

    private static AddPartitionsToTxnResult result(
            AddPartitionsToTxnTransaction transaction, Map<TopicPartition, Errors> verdicts) {
        List<AddPartitionsToTxnTopicResult> topics = new ArrayList<>();
        for (AddPartitionsToTxnTopic topic : transaction.topics()) {
            List<AddPartitionsToTxnPartitionResult> partitions = new ArrayList<>();
            for (int number : topic.partitions()) {
                partitions.add(new AddPartitionsToTxnPartitionResult()
                        .partitionIndex(number)
                        .partitionErrorCode(verdicts.get(new TopicPartition(topic.name(), number))
                                .code()));
            }
            topics.add(new AddPartitionsToTxnTopicResult().name(topic.name()).resultsByPartition(partitions));
        }
        return new AddPartitionsToTxnResult()
                .transactionalId(transaction.transactionalId())
                .topicResults(topics);
    }

    private static void reply(Call<AddPartitionsToTxnRequest> call, List<AddPartitionsToTxnResult> results) {
        call.reply(
                call.version() >= FIRST_BATCHED
                        ? new AddPartitionsToTxnResponse().resultsByTransaction(results)
                        : new AddPartitionsToTxnResponse()
                                .resultsByTopicV3AndBelow(results.get(0).topicResults()));
    }
}
