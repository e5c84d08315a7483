package io.headrace.cli.topics;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the partitions that move. */
@Command(
        name = "reassignments",
        description = "Lists the partitions that are on their way to other brokers.",
        sortOptions = false)
@Shows(ListReassignmentsCommand.Move.class)
final class ListReassignmentsCommand implements Runnable {
    private static final Table<Move> TABLE = new Table<Move>()
            .text("TOPIC", Move::topic)
            .number("PARTITION", Move::partition)
            .text("REPLICAS", Move::replicas)
            .text("ADDING", Move::adding)
            .text("REMOVING", Move::removing);

    private final Console console;

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A partition that moves. */
    record Move(
            @Means("the topic") String topic,
            @Means("the number of the partition") int partition,

            @Means("the ids of the brokers that hold it now, or are to")
            List<Integer> replicas,

            @Means("the ids of those that are being added") List<Integer> adding,

            @Means("the ids of those that are to hold it no longer")
            List<Integer> removing) {}

    ListReassignmentsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> output.list(console, moves(admin), TABLE));
        }
    }

    private List<Move> moves(Admin admin) {
        return connect.await(admin.listPartitionReassignments().reassignments()).entrySet().stream()
                .map(each -> new Move(
                        each.getKey().topic(),
                        each.getKey().partition(),
                        each.getValue().replicas(),
                        each.getValue().addingReplicas(),
                        each.getValue().removingReplicas()))
                .sorted(Comparator.comparing(Move::topic).thenComparing(Move::partition))
                .toList();
    }
}
