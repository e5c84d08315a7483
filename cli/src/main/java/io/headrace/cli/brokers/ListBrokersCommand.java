package io.headrace.cli.brokers;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
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

/** Lists brokers. */
@Command(name = "list", description = "Lists the brokers that are up.", sortOptions = false)
@Shows(ListBrokersCommand.Broker.class)
final class ListBrokersCommand implements Runnable {
    private static final Table<Broker> TABLE = new Table<Broker>()
            .number("BROKER", Broker::id)
            .text("ADDRESS", broker -> broker.host() + ":" + broker.port())
            .text("RACK", Broker::rack)
            .text("CONTROLLER", broker -> broker.controller() ? "yes" : "");

    private final Console console;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A broker. */
    record Broker(
            @Means("its id") int id,

            @Means("the host that clients are to connect to")
            String host,

            @Means("the port that clients are to connect to")
            int port,

            @Means("its rack; null when it has none") String rack,

            @Means("whether it is the one to turn to for changes")
            boolean controller) {}

    ListBrokersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Broker> brokers;
        try (Admin admin = connect.admin()) {
            DescribeClusterResult answer = admin.describeCluster();
            Node controller = connect.await(answer.controller());
            brokers = connect.await(answer.nodes()).stream()
                    .map(node -> new Broker(node.id(), node.host(), node.port(), node.rack(), node.equals(controller)))
                    .sorted(Comparator.comparing(Broker::id))
                    .toList();
        }
        output.list(console, brokers, TABLE);
    }
}
