package io.headrace.cli.configs;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what has settings. */
@Command(
        name = "list",
        description =
                "Lists the topics, brokers, groups and subscriptions to metrics that settings can be described of.",
        sortOptions = false)
@Shows(ListConfigsCommand.Resource.class)
final class ListConfigsCommand implements Runnable {
    private static final Table<Resource> TABLE =
            new Table<Resource>().text("TYPE", Resource::type).text("NAME", Resource::name);

    private final Console console;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** Something with settings. */
    record Resource(
            @Means("topic, broker, broker-logger, group or client-metrics")
            String type,

            @Means("its name or id") String name) {}

    ListConfigsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Resource> resources;
        try (Admin admin = connect.admin()) {
            resources = connect.await(admin.listConfigResources().all()).stream()
                    .map(each -> new Resource(ResourceChoice.type(each), each.name()))
                    .sorted(Comparator.comparing(Resource::type).thenComparing(Resource::name))
                    .toList();
        }
        output.list(console, resources, TABLE);
    }
}
