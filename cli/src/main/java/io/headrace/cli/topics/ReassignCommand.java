package io.headrace.cli.topics;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewPartitionReassignment;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves partitions to other brokers. */
@Command(
        name = "reassign",
        description = {
            "Moves partitions to other brokers, or ends a move that is under way.",
            "Done when the move has begun; headrace topics reassignments tells how far it is."
        },
        sortOptions = false,
        footer = {"", "Example: headrace topics reassign orders:0,1 --replicas 2,3,1"})
@Shows(ItemResult.class)
final class ReassignCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC[:N,N]", description = "The topic, or some of its partitions.")
    private String choice;

    @ArgGroup(exclusive = true, multiplicity = "1", heading = "")
    private Where where;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** One of these. */
    static final class Where {
        @Option(
                names = "--replicas",
                paramLabel = "BROKER",
                split = ",",
                required = true,
                description = "The ids of the brokers that are to hold each partition, the preferred leader first.")
        private List<Integer> replicas;

        @Option(names = "--cancel", required = true, description = "Ends the move; the partition stays where it was.")
        private boolean cancel;

        Optional<NewPartitionReassignment> reassignment() {
            if (cancel) {
                return Optional.empty();
            }
            if (replicas.stream().distinct().count() < replicas.size()) {
                throw CommandFailure.misuse("--replicas " + replicas + " names a broker twice");
            }
            return Optional.of(new NewPartitionReassignment(replicas));
        }
    }

    ReassignCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        PartitionChoice chosen = PartitionChoice.parse("TOPIC", choice);
        Optional<NewPartitionReassignment> target = where.reassignment();
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<TopicPartition, Optional<NewPartitionReassignment>> wanted = new LinkedHashMap<>();
            TopicLookup.partitions(admin, chosen.topic(), chosen.partitions(), connect)
                    .forEach(partition -> wanted.put(partition, target));
            Map<TopicPartition, KafkaFuture<Void>> results =
                    admin.alterPartitionReassignments(wanted).values();
            for (TopicPartition partition : wanted.keySet()) {
                changes.await(partition.toString(), results.get(partition), target.isEmpty() ? "cancelled" : "moving");
            }
        }
        changes.conclude();
    }
}
