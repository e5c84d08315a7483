package io.headrace.cli.topics;

import io.headrace.cli.Answers;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.FailureText;
import io.headrace.clients.admin.Admin;
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

    @Mixin
    private ConnectOptions connect;

    CreateTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        connect.requireReachable();
        try (Admin admin = Admin.create(connect.adminSettings())) {
            List<NewTopic> wanted =
                    topics.stream().distinct().map(this::newTopic).toList();
            CreateTopicsResult result = admin.createTopics(wanted);
            int failures = 0;
            for (NewTopic topic : wanted) {
                failures += created(result, topic.name()) ? 0 : 1;
            }
            if (failures > 0) {
                throw CommandFailure.failed(failures + " of " + wanted.size() + " topics not created");
            }
        }
    }

    private NewTopic newTopic(String name) {
        NewTopic topic = new NewTopic(name, Optional.ofNullable(partitions), Optional.ofNullable(replicationFactor));
        return configs.isEmpty() ? topic : topic.configs(configs);
    }

    private boolean created(CreateTopicsResult result, String topic) {
        try {
            Answers.await(result.values().get(topic), connect.timeout());
            int count = Answers.await(result.numPartitions(topic), connect.timeout());
            console.println("created " + topic + " with " + count + (count == 1 ? " partition" : " partitions"));
            return true;
        } catch (TopicExistsException e) {
            if (ifNotExists) {
                console.println("exists " + topic);
                return true;
            }
            return refused(topic, e);
        } catch (RuntimeException e) {
            return refused(topic, e);
        }
    }

    private boolean refused(String topic, RuntimeException e) {
        if (topics.size() == 1) {
            throw e;
        }
        console.err().println(topic + ": " + FailureText.of(e));
        return false;
    }
}
