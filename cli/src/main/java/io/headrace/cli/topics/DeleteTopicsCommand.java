package io.headrace.cli.topics;

import io.headrace.cli.Answers;
import io.headrace.cli.Changes;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes topics. */
@Command(
        name = "delete",
        description = "Deletes topics with all their records.",
        sortOptions = false,
        footer = {"", "Example: headrace topics delete orders --yes"})
@Shows(ItemResult.class)
final class DeleteTopicsCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "The names of the topics.")
    private List<String> topics;

    @Option(names = "--if-exists", description = "A topic that is not there is no failure.")
    private boolean ifExists;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    DeleteTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<String> wanted = topics.stream().distinct().toList();
        confirmation.require(
                console,
                "delete the " + (wanted.size() == 1 ? "topic " : "topics ") + String.join(", ", wanted)
                        + " with all records");
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<String, KafkaFuture<Void>> results = admin.deleteTopics(wanted).topicNameValues();
            for (String topic : wanted) {
                try {
                    Answers.await(results.get(topic), connect.timeout());
                    changes.done(topic, "deleted", "deleted " + topic);
                } catch (UnknownTopicOrPartitionException e) {
                    if (ifExists) {
                        changes.done(topic, "unchanged", "there is no " + topic);
                    } else {
                        changes.failed(topic, TopicLookup.unknown(admin, topic, connect));
                    }
                } catch (RuntimeException e) {
                    changes.failed(topic, e);
                }
            }
        }
        changes.conclude();
    }
}
