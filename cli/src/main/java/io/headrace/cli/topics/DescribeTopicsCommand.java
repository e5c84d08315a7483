package io.headrace.cli.topics;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headrace.cli.Answers;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes topics. */
@Command(
        name = "describe",
        description = "Describes topics: their partitions with leader, replicas and offsets, and what is set for them.",
        sortOptions = false)
final class DescribeTopicsCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", arity = "0..*", description = "The names of the topics. Default: all")
    private List<String> topics = new ArrayList<>();

    @Option(names = "--all-configs", description = "Includes the settings that were left at their defaults.")
    private boolean allConfigs;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** What is shown of one topic. */
    private record Described(
            TopicDescription topic,
            List<ConfigEntry> configs,
            Map<TopicPartition, ListOffsetsResultInfo> first,
            Map<TopicPartition, ListOffsetsResultInfo> next) {
        String offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, int partition) {
            ListOffsetsResultInfo info = offsets.get(new TopicPartition(topic.name(), partition));
            return info == null ? "?" : Long.toString(info.offset());
        }
    }

    DescribeTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        connect.requireReachable();
        List<Described> described = new ArrayList<>();
        try (Admin admin = Admin.create(connect.adminSettings())) {
            TreeSet<String> names = new TreeSet<>(topics);
            if (names.isEmpty()) {
                names.addAll(Answers.await(admin.listTopics().names(), connect.timeout()));
            }
            for (String name : names) {
                described.add(describe(admin, TopicLookup.require(admin, name, connect.timeout())));
            }
        }
        if (output.isJson()) {
            Output.json(console, json -> {
                json.writeStartArray();
                for (Described each : described) {
                    write(json, each);
                }
                json.writeEndArray();
            });
        } else {
            described.forEach(this::print);
        }
    }

    private Described describe(Admin admin, TopicDescription topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Config config =
                Answers.await(admin.describeConfigs(List.of(resource)).values().get(resource), connect.timeout());
        List<ConfigEntry> shown = config.entries().stream()
                .filter(entry -> allConfigs || entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        return new Described(
                topic, shown, offsets(admin, topic, OffsetSpec.earliest()), offsets(admin, topic, OffsetSpec.latest()));
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
                : Answers.await(admin.listOffsets(asked).all(), connect.timeout());
    }

    private void print(Described each) {
        TopicDescription topic = each.topic();
        console.println(topic.name() + "  id " + topic.topicId() + "  partitions "
                + topic.partitions().size() + (topic.isInternal() ? "  internal" : ""));
        for (ConfigEntry entry : each.configs()) {
            console.println("  " + entry.name() + "=" + entry.value());
        }
        for (TopicPartitionInfo partition : topic.partitions()) {
            console.println("  partition " + partition.partition() + "  leader " + leader(partition) + "  replicas "
                    + ids(partition.replicas()) + "  in sync " + ids(partition.isr()) + "  offsets "
                    + each.offset(each.first(), partition.partition()) + " to "
                    + each.offset(each.next(), partition.partition()));
        }
    }

    private static void write(JsonGenerator json, Described each) throws IOException {
        TopicDescription topic = each.topic();
        json.writeStartObject();
        json.writeStringField("name", topic.name());
        json.writeStringField("id", topic.topicId().toString());
        json.writeBooleanField("internal", topic.isInternal());
        json.writeArrayFieldStart("partitions");
        for (TopicPartitionInfo partition : topic.partitions()) {
            TopicPartition key = new TopicPartition(topic.name(), partition.partition());
            json.writeStartObject();
            json.writeNumberField("partition", partition.partition());
            Node leader = partition.leader();
            if (leader == null || leader.isEmpty()) {
                json.writeNullField("leader");
            } else {
                json.writeNumberField("leader", leader.id());
            }
            writeIds(json, "replicas", partition.replicas());
            writeIds(json, "inSync", partition.isr());
            writeOffset(json, "startOffset", each.first().get(key));
            writeOffset(json, "endOffset", each.next().get(key));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("configs");
        for (ConfigEntry entry : each.configs()) {
            json.writeStringField(entry.name(), entry.value());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeOffset(JsonGenerator json, String name, ListOffsetsResultInfo info) throws IOException {
        if (info == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, info.offset());
        }
    }

    private static void writeIds(JsonGenerator json, String name, List<Node> nodes) throws IOException {
        json.writeArrayFieldStart(name);
        for (Node node : nodes) {
            json.writeNumber(node.id());
        }
        json.writeEndArray();
    }

    private static String leader(TopicPartitionInfo partition) {
        Node leader = partition.leader();
        return leader == null || leader.isEmpty() ? "none" : Integer.toString(leader.id());
    }

    private static String ids(List<Node> nodes) {
        return nodes.stream().map(Node::idString).collect(Collectors.joining(","));
    }
}
