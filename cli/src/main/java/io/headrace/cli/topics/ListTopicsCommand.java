package io.headrace.cli.topics;

import io.headrace.cli.Answers;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.TopicListing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists topics. */
@Command(name = "list", description = "Lists the topics by name.", sortOptions = false)
final class ListTopicsCommand implements Runnable {
    private final Console console;

    @Option(names = "--internal", description = "Includes the topics that brokers keep for themselves.")
    private boolean internal;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    ListTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        connect.requireReachable();
        List<TopicListing> topics;
        try (Admin admin = Admin.create(connect.adminSettings())) {
            topics = new ArrayList<>(Answers.await(
                    admin.listTopics(new ListTopicsOptions().listInternal(internal))
                            .listings(),
                    connect.timeout()));
        }
        topics.sort(Comparator.comparing(TopicListing::name));
        if (output.isJson()) {
            Output.json(console, json -> {
                json.writeStartArray();
                for (TopicListing topic : topics) {
                    json.writeStartObject();
                    json.writeStringField("name", topic.name());
                    json.writeStringField("id", topic.topicId().toString());
                    json.writeBooleanField("internal", topic.isInternal());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        } else {
            topics.forEach(topic -> console.println(topic.name()));
        }
    }
}
