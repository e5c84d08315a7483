package io.headrace.cli.cluster;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DescribeClusterResult;
import io.headrace.common.Node;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Describes a cluster. */
@Command(
        name = "describe",
        description = "Describes the cluster: its id, its brokers, and which of them is the controller.",
        sortOptions = false,
        footer = {"", "Example: headrace cluster describe --output yaml"})
@Shows(value = DescribeClusterCommand.Cluster.class, list = false)
final class DescribeClusterCommand implements Runnable {
    private static final Table<Broker> TABLE = new Table<Broker>()
            .number("BROKER", Broker::id)
            .text("HOST", Broker::host)
            .number("PORT", Broker::port)
            .text("RACK", Broker::rack);

    private final Console console;

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A cluster. */
    record Cluster(
            @Means("its id") String id,

            @Means("the id of the broker to turn to for changes; null when none is known")
            Integer controller,

            @Means("the brokers that are up, by id") List<Broker> brokers) {}

    /** A broker. */
    record Broker(
            @Means("its id") int id,

            @Means("the host that clients are to connect to")
            String host,

            @Means("the port that clients are to connect to")
            int port,

            @Means("its rack; null when it has none") String rack) {}

    DescribeClusterCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> show(admin));
        }
    }

    private void show(Admin admin) {
        DescribeClusterResult answer = admin.describeCluster();
        Node controller = connect.await(answer.controller());
        Cluster cluster = new Cluster(
                connect.await(answer.clusterId()),
                controller == null || controller.isEmpty() ? null : controller.id(),
                connect.await(answer.nodes()).stream()
                        .map(node -> new Broker(node.id(), node.host(), node.port(), node.rack()))
                        .sorted(Comparator.comparing(Broker::id))
                        .toList());
        output.value(console, cluster, () -> {
            console.println("cluster " + cluster.id() + "  controller "
                    + (cluster.controller() == null ? "none" : cluster.controller()));
            TABLE.lines(cluster.brokers(), console.terminal().columns()).forEach(console::println);
        });
    }
}
