package io.headrace.cli.brokers;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.common.Node;
import io.headrace.common.errors.BrokerIdNotRegisteredException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a cluster forget brokers. */
@Command(
        name = "unregister",
        description = "Has the cluster forget brokers that are gone for good. They must not be running.",
        sortOptions = false,
        footer = {"", "Example: headrace brokers unregister 4 --yes"})
@Shows(ItemResult.class)
final class UnregisterBrokersCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "BROKER", arity = "1..*", description = "The ids of the brokers.")
    private List<Integer> ids;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    UnregisterBrokersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Integer> wanted = ids.stream().distinct().toList();
        confirmation.require(
                console,
                "have the cluster forget the " + (wanted.size() == 1 ? "broker " : "brokers ")
                        + wanted.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            List<Integer> up = connect.await(admin.describeCluster().nodes()).stream()
                    .map(Node::id)
                    .toList();
            for (int id : wanted) {
                if (up.contains(id)) {
                    changes.failed(
                            "broker " + id, CommandFailure.failed("broker " + id + " is up: end it first, for good"));
                } else {
                    unregister(admin, id, changes);
                }
            }
        }
        changes.conclude();
    }

    private void unregister(Admin admin, int id, Changes changes) {
        String item = "broker " + id;
        try {
            connect.await(admin.unregisterBroker(id).all());
            changes.done(item, "unregistered", "unregistered " + item);
        } catch (BrokerIdNotRegisteredException e) {
            changes.failed(
                    item,
                    CommandFailure.failed(
                            "the cluster knows no broker " + id + "; headrace brokers list says which are up", e));
        } catch (RuntimeException e) {
            changes.failed(item, e);
        }
    }
}
