package io.headrace.cli.logdirs;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Names;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.errors.LogDirNotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves replicas to other directories of their broker. */
@Command(
        name = "move",
        description = {
            "Moves partitions to another directory of a broker that holds them.",
            "Done when the move has begun; headrace logdirs replicas tells how far it is."
        },
        sortOptions = false,
        footer = {"", "Example: headrace logdirs move orders:0,1 --broker 2 --to /disk2/kafka"})
@Shows(ItemResult.class)
final class MoveReplicasCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC[:N,N]", arity = "1..*", description = "The topics, or some of their partitions.")
    private List<String> topics;

    @Option(names = "--broker", paramLabel = "BROKER", required = true, description = "The id of the broker.")
    private int broker;

    @Option(
            names = "--to",
            paramLabel = "DIRECTORY",
            required = true,
            description = "The directory on that broker's machine: one of its log.dirs.")
    private String directory;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    MoveReplicasCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (!directory.startsWith("/") && !directory.matches("[A-Za-z]:[\\\\/].*")) {
            throw CommandFailure.misuse("--to '" + directory + "' is no absolute path, as /disk2/kafka is");
        }
        List<PartitionChoice> choices = topics.stream()
                .map(text -> PartitionChoice.parse("TOPIC", text))
                .toList();
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<TopicPartitionReplica, String> wanted = new LinkedHashMap<>();
            ReplicaChoice.replicas(admin, choices, Set.of(broker), connect)
                    .forEach(replica -> wanted.put(replica, directory));
            Map<TopicPartitionReplica, KafkaFuture<Void>> results =
                    admin.alterReplicaLogDirs(wanted).values();
            for (TopicPartitionReplica replica : wanted.keySet()) {
                move(admin, replica, results.get(replica), changes);
            }
        }
        changes.conclude();
    }

    private void move(Admin admin, TopicPartitionReplica replica, KafkaFuture<Void> result, Changes changes) {
        String item = replica.topic() + "-" + replica.partition() + " on broker " + replica.brokerId();
        try {
            connect.await(result);
            changes.done(item, "moving", "moving " + item);
        } catch (LogDirNotFoundException e) {
            changes.failed(item, unknown(admin, e));
        } catch (RuntimeException e) {
            changes.failed(item, e);
        }
    }

    private CommandFailure unknown(Admin admin, LogDirNotFoundException e) {
        Set<String> there = connect.await(
                        admin.describeLogDirs(List.of(broker)).descriptions().get(broker))
                .keySet();
        return CommandFailure.failed(
                "broker " + broker + " has no directory '" + directory + "': it has "
                        + String.join(", ", there.stream().sorted().toList())
                        + Names.hint(directory, there),
                e);
    }
}
