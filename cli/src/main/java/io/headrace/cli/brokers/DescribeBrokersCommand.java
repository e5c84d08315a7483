package io.headrace.cli.brokers;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DescribeTopicsOptions;
import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.common.Node;
import io.headrace.common.TopicPartitionInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Describes what brokers have to do. */
@Command(
        name = "describe",
        description = "Describes brokers: how many partitions they lead and hold, and how many of those are behind.",
        sortOptions = false,
        footer = {"", "Example: headrace brokers describe --watch"})
@Shows(DescribeBrokersCommand.Broker.class)
final class DescribeBrokersCommand implements Runnable {
    private static final Table<Broker> TABLE = new Table<Broker>()
            .number("BROKER", Broker::id)
            .text("ADDRESS", broker -> broker.host() + ":" + broker.port())
            .text("RACK", Broker::rack)
            .number("LEADS", Broker::leads)
            .number("HOLDS", Broker::holds)
            .number("BEHIND", Broker::behind);

    private final Console console;

    @Parameters(paramLabel = "BROKER", arity = "0..*", description = "The ids of the brokers. Default: all")
    private List<Integer> ids = new ArrayList<>();

    @Mixin
    private Watch watch;

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
            @Means("how many partitions it leads") int leads,

            @Means("how many partitions it is to hold, those that it leads included")
            int holds,

            @Means("of how many of these it does not hold all that is committed")
            int behind) {}

    DescribeBrokersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> output.list(console, brokers(admin), TABLE));
        }
    }

    private List<Broker> brokers(Admin admin) {
        Collection<Node> nodes = connect.await(admin.describeCluster().nodes());
        List<Integer> up = nodes.stream().map(Node::id).sorted().toList();
        for (int id : ids) {
            if (!up.contains(id)) {
                throw CommandFailure.failed("no broker " + id + " is up: there are " + up);
            }
        }
        Set<String> topics = connect.await(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        Collection<TopicDescription> described = connect.await(admin.describeTopics(topics, new DescribeTopicsOptions())
                        .allTopicNames())
                .values();
        return nodes.stream()
                .filter(node -> ids.isEmpty() || ids.contains(node.id()))
                .map(node -> broker(node, described))
                .sorted(Comparator.comparing(Broker::id))
                .toList();
    }

    private static Broker broker(Node node, Collection<TopicDescription> topics) {
        int leads = 0;
        int holds = 0;
        int behind = 0;
        for (TopicDescription topic : topics) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                leads += Objects.equals(partition.leader(), node) ? 1 : 0;
                if (partition.replicas().contains(node)) {
                    holds++;
                    behind += partition.isr().contains(node) ? 0 : 1;
                }
            }
        }
        return new Broker(node.id(), node.host(), node.port(), node.rack(), leads, holds, behind);
    }
}
