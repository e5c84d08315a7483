package io.headrace.cli.topics;

import io.headrace.cli.Changes;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.CreateTopicsOptions;
import io.headrace.clients.admin.CreateTopicsResult;
import io.headrace.clients.admin.NewTopic;
import io.headrace.common.errors.TopicExistsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates topics. */
@Command(
        name = "create",
        description = "Creates topics.",
        sortOptions = false,
        footer = {"", "Example: headrace topics create orders --partitions 3 --config retention.ms=86400000"})
@Shows(ItemResult.class)
final class CreateTopicsCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "The names of the topics.")
    private List<String> topics;

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "How many partitions. Default: as the broker is configured")
    private Integer partitions;

    @Option(
            names = {"-r", "--replication-factor"},
            paramLabel = "N",
            description = "How many replicas of each partition. Default: as the broker is configured")
    private Short replicationFactor;

    @Option(names = "--config", paramLabel = "KEY=VALUE", description = "A setting of the topics; may be repeated.")
    private Map<String, String> configs = new LinkedHashMap<>();

    @Option(names = "--if-not-exists", description = "A topic that is there already is no failure.")
    private boolean ifNotExists;

    @Option(names = "--dry-run", description = "Has the cluster check whether it could be done, and changes nothing.")
    private boolean dryRun;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    CreateTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            List<NewTopic> wanted =
                    topics.stream().distinct().map(this::newTopic).toList();
            CreateTopicsResult result = admin.createTopics(wanted, new CreateTopicsOptions().validateOnly(dryRun));
            for (NewTopic topic : wanted) {
                await(result, topic.name(), changes);
            }
        }
        changes.conclude();
    }

    private NewTopic newTopic(String name) {
        NewTopic topic = new NewTopic(name, Optional.ofNullable(partitions), Optional.ofNullable(replicationFactor));
        return configs.isEmpty() ? topic : topic.configs(configs);
    }

    private void await(CreateTopicsResult result, String topic, Changes changes) {
        try {
            connect.await(result.values().get(topic));
            int count = connect.await(result.numPartitions(topic));
            changes.done(
                    topic,
                    dryRun ? "planned" : "created",
                    (dryRun ? "would create " : "created ") + topic + " with " + count
                            + (count == 1 ? " partition" : " partitions"));
        } catch (TopicExistsException e) {
            if (ifNotExists) {
                changes.done(topic, "unchanged", "exists " + topic);
            } else {
                changes.failed(topic, e);
            }
        } catch (RuntimeException e) {
            changes.failed(topic, e);
        }
    }
}
