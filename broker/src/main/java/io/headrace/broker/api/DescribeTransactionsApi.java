package io.headrace.broker.api;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeTransactionsRequest;
import io.headrace.protocol.message.DescribeTransactionsResponse;
import io.headrace.protocol.message.DescribeTransactionsResponse.TopicData;
import io.headrace.protocol.message.DescribeTransactionsResponse.TransactionState;
import io.headrace.txn.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** How transactional ids stand (KIP-664). */
final class DescribeTransactionsApi extends Api<DescribeTransactionsRequest> {

    private final Services services;

    DescribeTransactionsApi(Services services) {
        super(ApiKey.DESCRIBE_TRANSACTIONS, 0, 0);
        this.services = services;
    }

    @Override
    void handle(Call<DescribeTransactionsRequest> call) {
        List<String> ids = call.body().transactionalIds();
        Gathering<TransactionState> gathering = new Gathering<>(
                call, ids.size(), states -> call.reply(new DescribeTransactionsResponse().transactionStates(states)));
        for (int i = 0; i < ids.size(); i++) {
            describe(ids.get(i), gathering.part(i));
        }
    }

    private void describe(String id, Consumer<TransactionState> then) {
        if (id.isEmpty()) {
            then.accept(refusal(id, Errors.INVALID_REQUEST));
            return;
        }
        services.transactions()
                .shards()
                .step(
                        id,
                        (machine, nowMs) -> {
                            TransactionState state = machine.transaction(id)
                                    .map(DescribeTransactionsApi::stateOf)
                                    .orElseGet(() -> refusal(id, Errors.TRANSACTIONAL_ID_NOT_FOUND));
                            return Outcome.answer(then, state, error -> refusal(id, error));
                        },
                        error -> then.accept(refusal(id, error)));
    }

    private static TransactionState refusal(String id, Errors error) {
        return new TransactionState().transactionalId(id).errorCode(error.code());
    }

    private static TransactionState stateOf(Transaction transaction) {
        Map<String, TopicData> topics = new TreeMap<>();
        for (TopicPartition partition : transaction.partitions()) {
            topics.computeIfAbsent(
                            partition.topic(),
                            name -> new TopicData().topic(name).partitions(new ArrayList<>()))
                    .partitions()
                    .add(partition.partition());
        }
        topics.values().forEach(topic -> topic.partitions().sort(null));
        return new TransactionState()
                .transactionalId(transaction.transactionalId())
                .transactionState(transaction.state().label())
                .transactionTimeoutMs(transaction.timeoutMs())
                .transactionStartTimeMs(transaction.startMs())
                .producerId(transaction.producer().id())
                .producerEpoch(transaction.epoch())
                .topics(new ArrayList<>(topics.values()));
    }
}
