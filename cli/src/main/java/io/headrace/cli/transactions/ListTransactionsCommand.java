package io.headrace.cli.transactions;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Times;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ListTransactionsOptions;
import io.headrace.clients.admin.TransactionListing;
import io.headrace.clients.admin.TransactionState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists transactional ids. */
@Command(
        name = "list",
        description = "Lists transactional ids, with the state of their last or open transaction.",
        sortOptions = false,
        footer = {"", "Example: headrace transactions list --state Ongoing --older-than 10m"})
@Shows(ListTransactionsCommand.Transaction.class)
final class ListTransactionsCommand implements Runnable {
    private static final Table<Transaction> TABLE = new Table<Transaction>()
            .text("TRANSACTIONAL ID", Transaction::transactionalId)
            .number("COORDINATOR", Transaction::coordinator)
            .number("PRODUCER ID", Transaction::producerId)
            .text("STATE", Transaction::state);

    private final Console console;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only those in this state, such as Ongoing or CompleteCommit; may be repeated.")
    private List<String> states = List.of();

    @Option(
            names = "--producer-id",
            paramLabel = "N",
            split = ",",
            description = "Only those of this producer id; may be repeated.")
    private List<Long> producerIds = List.of();

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            description = "Only those whose open transaction began longer ago: 30s, 10m, 2h.")
    private String olderThan;

    @Option(
            names = "--pattern",
            paramLabel = "REGEX",
            description = "Only ids that match this regular expression (RE2) as a whole.")
    private String pattern;

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

            @Means("Empty, Ongoing, PrepareCommit, PrepareAbort, CompleteCommit, CompleteAbort or PrepareEpochFence")
            String state) {}

    ListTransactionsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        ListTransactionsOptions options = new ListTransactionsOptions();
        if (!states.isEmpty()) {
            options.filterStates(
                    states.stream().map(ListTransactionsCommand::state).collect(Collectors.toSet()));
        }
        if (!producerIds.isEmpty()) {
            options.filterProducerIds(producerIds);
        }
        if (olderThan != null) {
            options.filterOnDuration(
                    Times.parseDuration("--older-than", olderThan).toMillis());
        }
        if (pattern != null) {
            options.filterOnTransactionalIdPattern(pattern);
        }
        List<Transaction> transactions = new ArrayList<>();
        try (Admin admin = connect.admin()) {
            connect.await(admin.listTransactions(options).allByBrokerId())
                    .forEach((broker, listings) -> add(transactions, broker, listings));
        }
        transactions.sort(Comparator.comparing(Transaction::transactionalId));
        output.list(console, transactions, TABLE);
    }

    private static void add(List<Transaction> to, int broker, Collection<TransactionListing> listings) {
        for (TransactionListing each : listings) {
            to.add(new Transaction(
                    each.transactionalId(),
                    broker,
                    each.producerId(),
                    each.state().toString()));
        }
    }

    private static TransactionState state(String text) {
        for (TransactionState state : TransactionState.values()) {
            if (state.toString().equalsIgnoreCase(text)) {
                return state;
            }
        }
        throw CommandFailure.misuse("--state '" + text + "' is none of "
                + Arrays.stream(TransactionState.values())
                        .map(TransactionState::toString)
                        .collect(Collectors.joining(", ")));
    }
}
