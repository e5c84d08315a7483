package io.headrace.cli.transactions;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.Times;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.cli.transactions.ListProducersCommand.Producer;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DescribeProducersResult.PartitionProducerState;
import io.headrace.clients.admin.ListTransactionsOptions;
import io.headrace.clients.admin.ProducerState;
import io.headrace.clients.admin.TransactionDescription;
import io.headrace.clients.admin.TransactionListing;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds transactions that are open on a partition although no coordinator would ever end them. */
@Command(
        name = "find-hanging",
        description = {
            "Finds transactions that are open on a partition without their coordinator knowing of them.",
            "Readers of committed records wait in front of them for ever; headrace transactions abort ends them."
        },
        sortOptions = false,
        footer = {"", "Example: headrace transactions find-hanging --older-than 20m"})
@Shows(ListProducersCommand.Producer.class)
final class FindHangingCommand implements Runnable {
    private static final Table<Producer> TABLE = new Table<Producer>()
            .text("TOPIC", Producer::topic)
            .number("PARTITION", Producer::partition)
            .number("PRODUCER ID", Producer::producerId)
            .number("EPOCH", Producer::producerEpoch)
            .number("OPEN SINCE OFFSET", Producer::openSinceOffset);

    private final Console console;

    @Parameters(
            paramLabel = "TOPIC[:N,N]",
            arity = "0..*",
            description = "The topics, or some of their partitions. Default: all topics")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            defaultValue = "15m",
            description = "Only where the producer's last record is older than so much: longer than any transaction may"
                    + " last (transaction.max.timeout.ms). Default: ${DEFAULT-VALUE}")
    private String olderThan;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    FindHangingCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        long before = System.currentTimeMillis()
                - Times.parseDuration("--older-than", olderThan).toMillis();
        List<PartitionChoice> choices = new ArrayList<>();
        topics.forEach(topic -> choices.add(PartitionChoice.parse("TOPIC", topic)));
        try (Admin admin = connect.admin()) {
            if (choices.isEmpty()) {
                connect.await(admin.listTopics().names()).stream()
                        .sorted()
                        .forEach(topic -> choices.add(new PartitionChoice(topic, List.of())));
            }
            List<Producer> open = open(admin, choices, before);
            Map<Long, Set<TopicPartition>> known = knownToCoordinators(admin, open);
            List<Producer> hanging = open.stream()
                    .filter(each -> !known.getOrDefault(each.producerId(), Set.of())
                            .contains(new TopicPartition(each.topic(), each.partition())))
                    .toList();
            output.list(console, hanging, TABLE);
        }
    }

    private List<Producer> open(Admin admin, List<PartitionChoice> choices, long before) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionChoice choice : choices) {
            partitions.addAll(TopicLookup.partitions(admin, choice.topic(), choice.partitions(), connect));
        }
        List<Producer> open = new ArrayList<>();
        if (partitions.isEmpty()) {
            return open;
        }
        Map<TopicPartition, PartitionProducerState> states =
                connect.await(admin.describeProducers(partitions).all());
        for (TopicPartition partition : partitions) {
            for (ProducerState state : states.get(partition).activeProducers()) {
                if (state.currentTransactionStartOffset().isPresent() && state.lastTimestamp() < before) {
                    open.add(ListProducersCommand.producer(partition, state));
                }
            }
        }
        return open;
    }

    /** The partitions of the transactions that coordinators have open, by producer id. */
    private Map<Long, Set<TopicPartition>> knownToCoordinators(Admin admin, List<Producer> open) {
        Set<Long> producers = new HashSet<>();
        open.forEach(each -> producers.add(each.producerId()));
        Map<Long, Set<TopicPartition>> known = new HashMap<>();
        if (producers.isEmpty()) {
            return known;
        }
        Collection<TransactionListing> listings =
                connect.await(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                        .all());
        List<String> ids =
                listings.stream().map(TransactionListing::transactionalId).toList();
        if (!ids.isEmpty()) {
            for (TransactionDescription each :
                    connect.await(admin.describeTransactions(ids).all()).values()) {
                known.computeIfAbsent(each.producerId(), id -> new HashSet<>()).addAll(each.topicPartitions());
            }
        }
        return known;
    }
}
