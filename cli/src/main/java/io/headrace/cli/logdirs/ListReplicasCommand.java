package io.headrace.cli.logdirs;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartitionReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists where the replicas of partitions lie. */
@Command(
        name = "replicas",
        description = "Lists in which directory each replica of partitions lies, and where it is on its way to.",
        sortOptions = false,
        footer = {"", "Example: headrace logdirs replicas orders:0 --watch"})
@Shows(ListReplicasCommand.Replica.class)
final class ListReplicasCommand implements Runnable {
    private static final Table<Replica> TABLE = new Table<Replica>()
            .text("TOPIC", Replica::topic)
            .number("PARTITION", Replica::partition)
            .number("BROKER", Replica::broker)
            .text("DIRECTORY", Replica::directory)
            .number("LAG", Replica::offsetLag)
            .text("MOVES TO", Replica::movesTo)
            .number("LEFT", Replica::movesLag);

    private final Console console;

    @Parameters(paramLabel = "TOPIC[:N,N]", arity = "1..*", description = "The topics, or some of their partitions.")
    private List<String> topics;

    @Option(
            names = "--broker",
            paramLabel = "BROKER",
            split = ",",
            description = "Only on the broker with this id; may be repeated.")
    private List<Integer> brokers = List.of();

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A replica. */
    record Replica(
            @Means("the topic") String topic,
            @Means("the number of the partition") int partition,
            @Means("the id of the broker that holds it") int broker,

            @Means("the directory that it lies in; null when the broker does not have it yet")
            String directory,

            @Means("how many records it is behind what is committed; null when it does not lie anywhere")
            Long offsetLag,

            @Means("the directory that it is on its way to; null when it stays")
            String movesTo,

            @Means("how many records are still to be copied there; null when it stays")
            Long movesLag) {}

    ListReplicasCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<PartitionChoice> choices = topics.stream()
                .map(text -> PartitionChoice.parse("TOPIC", text))
                .toList();
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> output.list(console, replicas(admin, choices), TABLE));
        }
    }

    private List<Replica> replicas(Admin admin, List<PartitionChoice> choices) {
        List<TopicPartitionReplica> asked = ReplicaChoice.replicas(admin, choices, brokers, connect);
        Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> answers =
                admin.describeReplicaLogDirs(asked).values();
        List<Replica> replicas = new ArrayList<>();
        for (TopicPartitionReplica replica : asked) {
            replicas.add(replica(replica, connect.await(answers.get(replica))));
        }
        return replicas;
    }

    private static Replica replica(TopicPartitionReplica replica, ReplicaLogDirInfo info) {
        boolean lies = info.getCurrentReplicaLogDir() != null;
        boolean moves = info.getFutureReplicaLogDir() != null;
        return new Replica(
                replica.topic(),
                replica.partition(),
                replica.brokerId(),
                info.getCurrentReplicaLogDir(),
                lies ? info.getCurrentReplicaOffsetLag() : null,
                info.getFutureReplicaLogDir(),
                moves ? info.getFutureReplicaOffsetLag() : null);
    }
}
