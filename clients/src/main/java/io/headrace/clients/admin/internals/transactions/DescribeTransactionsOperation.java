package io.headrace.clients.admin.internals.transactions;

import io.headrace.clients.admin.TransactionDescription;
import io.headrace.clients.admin.TransactionState;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeTransactionsRequest;
import io.headrace.protocol.message.DescribeTransactionsResponse;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Describes transactional ids (DescribeTransactions, KIP-664). */
public final class DescribeTransactionsOperation implements Operation<String, TransactionDescription> {

    @Override
    public String what(String item) {
        return "the description of transactional id " + item;
    }

    @Override
    public Route route(String item) {
        return Route.transaction(item);
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return Call.of(new DescribeTransactionsRequest().transactionalIds(items));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, TransactionDescription> answers) {
        for (DescribeTransactionsResponse.TransactionState told :
                ((DescribeTransactionsResponse) response).transactionStates()) {
            if (!items.contains(told.transactionalId())) {
                continue;
            }
            Errors error = Errors.forCode(told.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(told.transactionalId(), description(told, nodeId));
            } else {
                TransactionAnswers.failed(answers, told.transactionalId(), error);
            }
        }
    }

    private static TransactionDescription description(
            DescribeTransactionsResponse.TransactionState told, int coordinatorId) {
        Set<TopicPartition> partitions = new HashSet<>();
        told.topics()
                .forEach(topic ->
                        topic.partitions().forEach(p -> partitions.add(new TopicPartition(topic.topic(), p))));
        return new TransactionDescription(
                coordinatorId,
                TransactionState.parse(told.transactionState()),
                told.producerId(),
                told.producerEpoch(),
                told.transactionTimeoutMs(),
                told.transactionStartTimeMs() < 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(told.transactionStartTimeMs()),
                partitions);
    }
}
