package io.headrace.cli.topics;

import io.headrace.cli.Answers;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.FailureText;
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
@Command(name = "delete", description = "Deletes topics with all their records.", sortOptions = false)
final class DeleteTopicsCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "The names of the topics.")
    private List<String> topics;

    @Option(names = "--if-exists", description = "A topic that is not there is no failure.")
    private boolean ifExists;

    @Mixin
    private ConnectOptions connect;

    DeleteTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        connect.requireReachable();
        List<String> wanted = topics.stream().distinct().toList();
        int failures = 0;
        try (Admin admin = Admin.create(connect.adminSettings())) {
            Map<String, KafkaFuture<Void>> results = admin.deleteTopics(wanted).topicNameValues();
            for (String topic : wanted) {
                failures += deleted(topic, results.get(topic)) ? 0 : 1;
            }
        }
        if (failures > 0) {
            throw CommandFailure.failed(failures + " of " + wanted.size() + " topics not deleted");
        }
    }

    private boolean deleted(String topic, KafkaFuture<Void> result) {
        RuntimeException failure;
        try {
            Answers.await(result, connect.timeout());
            console.println("deleted " + topic);
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            if (ifExists) {
                return true;
            }
            failure = TopicLookup.unknown(topic);
        } catch (RuntimeException e) {
            failure = e;
        }
        if (topics.size() == 1) {
            throw failure;
        }
        console.err().println(topic + ": " + FailureText.of(failure));
        return false;
    }
}
