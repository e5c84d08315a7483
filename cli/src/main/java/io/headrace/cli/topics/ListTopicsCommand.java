package io.headrace.cli.topics;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ListTopicsOptions;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists topics. */
@Command(name = "list", description = "Lists the topics by name.", sortOptions = false)
@Shows(ListTopicsCommand.Topic.class)
final class ListTopicsCommand implements Runnable {
    private final Console console;

    @Option(names = "--internal", description = "Includes the topics that brokers keep for themselves.")
    private boolean internal;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A topic. */
    record Topic(
            @Means("its name") String name,

            @Means("its id, which no other topic has ever had")
            String id,

            @Means("whether brokers keep it for themselves") boolean internal) {}

    ListTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Topic> topics;
        try (Admin admin = connect.admin()) {
            topics = connect
                    .await(admin.listTopics(new ListTopicsOptions().listInternal(internal))
                            .listings())
                    .stream()
                    .map(each -> new Topic(each.name(), each.topicId().toString(), each.isInternal()))
                    .sorted(Comparator.comparing(Topic::name))
                    .toList();
        }
        output.list(console, topics, () -> topics.forEach(topic -> console.println(topic.name())));
    }
}
