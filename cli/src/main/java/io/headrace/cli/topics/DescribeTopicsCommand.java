package io.headrace.cli.topics;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.Config;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionInfo;
import io.headrace.common.config.ConfigResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes topics. */
@Command(
        name = "describe",
        description = "Describes topics: their partitions with leader, replicas and offsets, and what is set for them.",
        sortOptions = false,
        footer = {"", "Example: headrace topics describe orders --output json"})
@Shows(DescribeTopicsCommand.Topic.class)
final class DescribeTopicsCommand implements Runnable {
    private static final Table<Partition> TABLE = new Table<Partition>()
            .number("PARTITION", Partition::partition)
            .number("LEADER", Partition::leader)
            .text("REPLICAS", Partition::replicas)
            .text("IN SYNC", Partition::inSync)
            .number("START", Partition::startOffset)
            .number("END", Partition::endOffset);

    private final Console console;

    @Parameters(paramLabel = "TOPIC", arity = "0..*", description = "The names of the topics. Default: all")
    private List<String> topics = new ArrayList<>();

    @Option(names = "--all-configs", description = "Includes the settings that were left at their defaults.")
    private boolean allConfigs;

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A topic. */
    record Topic(
            @Means("its name") String name,

            @Means("its id, which no other topic has ever had")
            String id,

            @Means("whether brokers keep it for themselves") boolean internal,
            @Means("its partitions, by number") List<Partition> partitions,

            @Means("what is set for it, by name; with --all-configs what counts without being set as well")
            Map<String, String> configs) {}

    /** A partition. */
    record Partition(
            @Means("its number") int partition,

            @Means("the id of the broker that leads it; null when none does")
            Integer leader,

            @Means("the ids of the brokers that are to hold it, the preferred leader first")
            List<Integer> replicas,

            @Means("the ids of those that hold all that is committed")
            List<Integer> inSync,

            @Means("the offset of the oldest record; null without a leader")
            Long startOffset,

            @Means("the offset that the next record gets; null without a leader")
            Long endOffset) {}

    DescribeTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> show(admin));
        }
    }

    private void show(Admin admin) {
        TreeSet<String> names = new TreeSet<>(topics);
        if (names.isEmpty()) {
            names.addAll(connect.await(admin.listTopics().names()));
        }
        List<Topic> described = new ArrayList<>();
        for (String name : names) {
            described.add(describe(admin, TopicLookup.require(admin, name, connect)));
        }
        output.list(console, described, () -> {
            for (int i = 0; i < described.size(); i++) {
                console.print(i == 0 ? "" : "\n");
                print(described.get(i));
            }
        });
    }

    private Topic describe(Admin admin, TopicDescription topic) {
        Map<TopicPartition, ListOffsetsResultInfo> first = offsets(admin, topic, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> next = offsets(admin, topic, OffsetSpec.latest());
        List<Partition> partitions = new ArrayList<>();
        for (TopicPartitionInfo info : topic.partitions()) {
            TopicPartition partition = new TopicPartition(topic.name(), info.partition());
            Node leader = info.leader();
            partitions.add(new Partition(
                    info.partition(),
                    leader == null || leader.isEmpty() ? null : leader.id(),
                    ids(info.replicas()),
                    ids(info.isr()),
                    offset(first.get(partition)),
                    offset(next.get(partition))));
        }
        partitions.sort(Comparator.comparing(Partition::partition));
        return new Topic(
                topic.name(), topic.topicId().toString(), topic.isInternal(), partitions, configs(admin, topic.name()));
    }

    private Map<String, String> configs(Admin admin, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config =
                connect.await(admin.describeConfigs(List.of(resource)).values().get(resource));
        Map<String, String> shown = new TreeMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (allConfigs || entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                shown.put(entry.name(), entry.value());
            }
        }
        return shown;
    }

    /** Offsets of the partitions that have a leader to ask. */
    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Admin admin, TopicDescription topic, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicPartitionInfo partition : topic.partitions()) {
            if (partition.leader() != null && !partition.leader().isEmpty()) {
                asked.put(new TopicPartition(topic.name(), partition.partition()), spec);
            }
        }
        return asked.isEmpty()
                ? Map.of()
                : connect.await(admin.listOffsets(asked).all());
    }

    private void print(Topic topic) {
        int count = topic.partitions().size();
        console.println(
                topic.name() + "  id " + topic.id() + "  partitions " + count + (topic.internal() ? "  internal" : ""));
        topic.configs().forEach((name, value) -> console.println("  " + name + "=" + value));
        int width = console.terminal().columns();
        TABLE.lines(topic.partitions(), width == 0 ? 0 : Math.max(1, width - 2))
                .forEach(line -> console.println(line.isEmpty() ? "" : "  " + line));
    }

    private static Long offset(ListOffsetsResultInfo info) {
        return info == null ? null : info.offset();
    }

    private static List<Integer> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }
}
