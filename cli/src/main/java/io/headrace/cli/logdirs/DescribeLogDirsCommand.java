package io.headrace.cli.logdirs;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.LogDirDescription;
import io.headrace.common.KafkaFuture;
import io.headrace.common.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Describes where brokers keep their data. */
@Command(
        name = "describe",
        description = "Describes the directories that brokers keep partitions in, and how large the partitions are.",
        sortOptions = false,
        footer = {"", "Example: headrace logdirs describe --topic orders --partitions"})
@Shows(DescribeLogDirsCommand.Directory.class)
final class DescribeLogDirsCommand implements Runnable {
    private static final Table<Directory> DIRECTORIES = new Table<Directory>()
            .number("BROKER", Directory::broker)
            .text("DIRECTORY", Directory::directory)
            .number("PARTITIONS", directory -> directory.partitions().size())
            .number("BYTES", Directory::bytes)
            .number("DISK", Directory::diskBytes)
            .number("FREE", Directory::freeBytes)
            .text("ERROR", Directory::error);

    private record Line(Directory directory, Partition partition) {}

    private static final Table<Line> PARTITIONS = new Table<Line>()
            .number("BROKER", line -> line.directory().broker())
            .text("DIRECTORY", line -> line.directory().directory())
            .text("TOPIC", line -> line.partition().topic())
            .number("PARTITION", line -> line.partition().partition())
            .number("BYTES", line -> line.partition().bytes())
            .number("LAG", line -> line.partition().offsetLag());

    private final Console console;

    @Option(
            names = "--broker",
            paramLabel = "BROKER",
            split = ",",
            description = "Only of the broker with this id; may be repeated.")
    private List<Integer> brokers = List.of();

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            split = ",",
            description = "Only partitions of this topic; may be repeated.")
    private List<String> topics = List.of();

    @Option(names = "--partitions", description = "The table has a line for each partition.")
    private boolean partitions;

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A directory. */
    record Directory(
            @Means("the id of the broker") int broker,
            @Means("the directory on that broker's machine") String directory,

            @Means("why it cannot be used; null when it can")
            String error,

            @Means("the sum of the sizes of the partitions shown")
            long bytes,

            @Means("the size of the disk; null when the broker does not say")
            Long diskBytes,

            @Means("how much of the disk can still be used; null when the broker does not say")
            Long freeBytes,

            @Means("the partitions in it") List<Partition> partitions) {}

    /** A partition on disk. */
    record Partition(
            @Means("the topic") String topic,
            @Means("the number of the partition") int partition,
            @Means("how large it is on disk") long bytes,

            @Means("how many records it has to catch up with")
            long offsetLag,

            @Means("whether it is on its way here from another directory")
            boolean future) {}

    DescribeLogDirsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> show(admin));
        }
    }

    private void show(Admin admin) {
        List<Integer> asked = !brokers.isEmpty()
                ? brokers
                : connect.await(admin.describeCluster().nodes()).stream()
                        .map(Node::id)
                        .sorted()
                        .toList();
        Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> answers =
                admin.describeLogDirs(asked).descriptions();
        List<Directory> directories = new ArrayList<>();
        for (int broker : asked) {
            new TreeMap<>(connect.await(answers.get(broker)))
                    .forEach((path, description) -> directories.add(directory(broker, path, description)));
        }
        if (partitions) {
            List<Line> lines = new ArrayList<>();
            for (Directory directory : directories) {
                directory.partitions().forEach(partition -> lines.add(new Line(directory, partition)));
            }
            output.list(
                    console,
                    directories,
                    () -> PARTITIONS.lines(lines, console.terminal().columns()).forEach(console::println));
        } else {
            output.list(console, directories, DIRECTORIES);
        }
    }

    private Directory directory(int broker, String path, LogDirDescription description) {
        List<Partition> held = new ArrayList<>();
        description.replicaInfos().forEach((partition, info) -> {
            if (topics.isEmpty() || topics.contains(partition.topic())) {
                held.add(new Partition(
                        partition.topic(), partition.partition(), info.size(), info.offsetLag(), info.isFuture()));
            }
        });
        held.sort(Comparator.comparing(Partition::topic).thenComparing(Partition::partition));
        return new Directory(
                broker,
                path,
                description.error() == null ? null : description.error().getMessage(),
                held.stream().mapToLong(Partition::bytes).sum(),
                number(description.totalBytes()),
                number(description.usableBytes()),
                held);
    }

    private static Long number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
