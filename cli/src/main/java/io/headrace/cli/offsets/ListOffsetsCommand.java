package io.headrace.cli.offsets;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.Times;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ListOffsetsOptions;
import io.headrace.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.common.IsolationLevel;
import io.headrace.common.TopicPartition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds offsets. */
@Command(
        name = "list",
        description = "Lists offsets of partitions: the first, the next, that of a time, that of the newest record.",
        sortOptions = false,
        footer = {"", "Example: headrace offsets list orders --at 2026-01-31T15:00"})
@Shows(ListOffsetsCommand.Found.class)
final class ListOffsetsCommand implements Runnable {
    private static final Table<Found> TABLE = new Table<Found>()
            .text("TOPIC", Found::topic)
            .number("PARTITION", Found::partition)
            .number("OFFSET", Found::offset)
            .text("TIME", found -> found.timestamp() == null ? null : Instant.ofEpochMilli(found.timestamp()));

    private final Console console;

    @Parameters(
            paramLabel = "TOPIC[:N,N]",
            arity = "0..*",
            description = "Topics, or some of their partitions. Default: all topics")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = {"--at", "--time"},
            paramLabel = "WHERE",
            defaultValue = "latest",
            description =
                    "earliest, latest, max-timestamp (the newest record by its time), or a time: that of the first"
                            + " record that is not older. Default: ${DEFAULT-VALUE}")
    private String at;

    @Option(names = "--committed", description = "latest is where open transactions begin.")
    private boolean committed;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** An offset that was found. */
    record Found(
            @Means("the topic") String topic,
            @Means("the number of the partition") int partition,

            @Means("the offset; null when there is no such record")
            Long offset,

            @Means("the record's time in milliseconds since 1970; null when none was asked for")
            Long timestamp,

            @Means("the leader epoch in which the record was written; null when it is not known")
            Integer leaderEpoch) {}

    ListOffsetsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        OffsetSpec spec = spec();
        List<PartitionChoice> choices = new ArrayList<>();
        topics.forEach(topic -> choices.add(PartitionChoice.parse("TOPIC", topic)));
        List<Found> found = new ArrayList<>();
        try (Admin admin = connect.admin()) {
            if (choices.isEmpty()) {
                connect.await(admin.listTopics().names()).stream()
                        .sorted()
                        .forEach(topic -> choices.add(new PartitionChoice(topic, List.of())));
            }
            List<TopicPartition> partitions = new ArrayList<>();
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            for (PartitionChoice choice : choices) {
                partitions.addAll(TopicLookup.partitions(admin, choice.topic(), choice.partitions(), connect));
            }
            partitions.forEach(partition -> asked.put(partition, spec));
            ListOffsetsOptions options =
                    new ListOffsetsOptions(committed ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED);
            Map<TopicPartition, ListOffsetsResultInfo> answer = asked.isEmpty()
                    ? Map.of()
                    : connect.await(admin.listOffsets(asked, options).all());
            for (TopicPartition partition : partitions) {
                found.add(found(partition, answer.get(partition)));
            }
        }
        output.list(console, found, TABLE);
    }

    private OffsetSpec spec() {
        return switch (at) {
            case "earliest" -> OffsetSpec.earliest();
            case "latest" -> OffsetSpec.latest();
            case "max-timestamp" -> OffsetSpec.maxTimestamp();
            default -> OffsetSpec.forTimestamp(Times.parse("--at", at, ZoneId.systemDefault()));
        };
    }

    private static Found found(TopicPartition partition, ListOffsetsResultInfo info) {
        return new Found(
                partition.topic(),
                partition.partition(),
                info.offset() < 0 ? null : info.offset(),
                info.timestamp() < 0 ? null : info.timestamp(),
                info.leaderEpoch().orElse(null));
    }
}
