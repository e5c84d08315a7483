package io.headrace.cli.transactions;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Names;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DescribeTransactionsResult;
import io.headrace.clients.admin.TransactionDescription;
import io.headrace.clients.admin.TransactionListing;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TransactionalIdNotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Describes transactional ids. */
@Command(
        name = "describe",
        description = "Describes transactional ids: producer, state, and the partitions of an open transaction.",
        sortOptions = false,
        footer = {"", "Example: headrace transactions describe billing-0 --watch"})
@Shows(DescribeTransactionsCommand.Transaction.class)
final class DescribeTransactionsCommand implements Runnable {
    private static final Table<Transaction> TABLE = new Table<Transaction>()
            .text("TRANSACTIONAL ID", Transaction::transactionalId)
            .number("COORDINATOR", Transaction::coordinator)
            .number("PRODUCER ID", Transaction::producerId)
            .number("EPOCH", Transaction::producerEpoch)
            .text("STATE", Transaction::state)
            .number("TIMEOUT MS", Transaction::timeoutMs)
            .text("BEGAN", each -> each.startTime() == null ? null : Instant.ofEpochMilli(each.startTime()))
            .text("PARTITIONS", Transaction::partitions);

    private final Console console;

    @Parameters(paramLabel = "TRANSACTIONAL-ID", arity = "1..*", description = "The transactional ids.")
    private List<String> ids;

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A transactional id. */
    record Transaction(
            @Means("the transactional id") String transactionalId,

            @Means("the id of the broker that coordinates it")
            int coordinator,

            @Means("the id of the producer that has it") long producerId,
            @Means("that producer's epoch") int producerEpoch,

            @Means("Empty, Ongoing, PrepareCommit, PrepareAbort, CompleteCommit, CompleteAbort or PrepareEpochFence")
            String state,

            @Means("after how many milliseconds the coordinator aborts an open transaction")
            long timeoutMs,

            @Means("when the open transaction began, in milliseconds since 1970; null when none is open")
            Long startTime,

            @Means("the partitions of the open transaction, as topic-number")
            List<String> partitions) {}

    DescribeTransactionsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> output.list(console, described(admin), TABLE));
        }
    }

    private List<Transaction> described(Admin admin) {
        DescribeTransactionsResult answers = admin.describeTransactions(ids);
        List<Transaction> described = new ArrayList<>();
        for (String id : ids.stream().distinct().toList()) {
            try {
                described.add(transaction(id, connect.await(answers.description(id))));
            } catch (TransactionalIdNotFoundException e) {
                throw unknown(admin, id, connect);
            }
        }
        return described;
    }

    private static Transaction transaction(String id, TransactionDescription description) {
        return new Transaction(
                id,
                description.coordinatorId(),
                description.producerId(),
                description.producerEpoch(),
                description.state().toString(),
                description.transactionTimeoutMs(),
                description.transactionStartTimeMs().isPresent()
                        ? description.transactionStartTimeMs().getAsLong()
                        : null,
                description.topicPartitions().stream()
                        .map(TopicPartition::toString)
                        .sorted()
                        .toList());
    }

    /** That there is no such id, and the one that may have been meant. */
    static CommandFailure unknown(Admin admin, String id, ConnectOptions connect) {
        Set<String> known = connect.await(admin.listTransactions().all()).stream()
                .map(TransactionListing::transactionalId)
                .collect(Collectors.toSet());
        return CommandFailure.failed("transactional id '" + id + "' does not exist"
                + Names.hint(id, known, "headrace transactions list says which there are"));
    }
}
