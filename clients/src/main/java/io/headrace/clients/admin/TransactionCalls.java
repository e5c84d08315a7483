package io.headrace.clients.admin;

import io.headrace.clients.admin.FenceProducersResult.Fenced;
import io.headrace.clients.admin.internals.AdminCore;
import io.headrace.clients.admin.internals.transactions.AbortTransactionOperation;
import io.headrace.clients.admin.internals.transactions.DescribeProducersOperation;
import io.headrace.clients.admin.internals.transactions.DescribeTransactionsOperation;
import io.headrace.clients.admin.internals.transactions.FenceProducersOperation;
import io.headrace.clients.admin.internals.transactions.ListTransactionsOperation;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The part of {@link KafkaAdminClient} that is about transactions and producers. Thread safe. */
final class TransactionCalls {

    private final AdminCore core;

    TransactionCalls(AdminCore core) {
        this.core = core;
    }

    DescribeProducersResult describe(Collection<TopicPartition> partitions, DescribeProducersOptions options) {
        return new DescribeProducersResult(core.ask(
                new DescribeProducersOperation(options.brokerId()), Set.copyOf(partitions), options.timeoutMs()));
    }

    DescribeTransactionsResult describe(Collection<String> transactionalIds, DescribeTransactionsOptions options) {
        return new DescribeTransactionsResult(
                core.askAboutIds(new DescribeTransactionsOperation(), transactionalIds, options.timeoutMs()));
    }

    ListTransactionsResult list(ListTransactionsOptions options) {
        return new ListTransactionsResult(
                core.askEveryBroker(new ListTransactionsOperation(options), options.timeoutMs()));
    }

    AbortTransactionResult abort(AbortTransactionSpec spec, AbortTransactionOptions options) {
        TopicPartition partition = spec.topicPartition();
        return new AbortTransactionResult(
                core.ask(new AbortTransactionOperation(spec), List.of(partition), options.timeoutMs())
                        .get(partition));
    }

    FenceProducersResult fence(Collection<String> transactionalIds, FenceProducersOptions options) {
        return new FenceProducersResult(
                core.askAboutIds(new FenceProducersOperation<>(Fenced::new), transactionalIds, options.timeoutMs()));
    }

    TerminateTransactionResult terminate(String transactionalId, TerminateTransactionOptions options) {
        FenceProducersOperation<Void> operation = new FenceProducersOperation<>((producerId, epoch) -> null);
        return new TerminateTransactionResult(
                core.askAboutIds(operation, Collections.singletonList(transactionalId), options.timeoutMs())
                        .get(transactionalId));
    }
}
