package io.headrace.cli.transactions;

import io.headrace.cli.Changes;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shuts producers out. */
@Command(
        name = "fence",
        description = "Shuts the producers with these transactional ids out: what they have open is aborted.",
        sortOptions = false,
        footer = {"", "Example: headrace transactions fence billing-0 billing-1 --yes"})
@Shows(ItemResult.class)
final class FenceProducersCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TRANSACTIONAL-ID", arity = "1..*", description = "The transactional ids.")
    private List<String> ids;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    FenceProducersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<String> wanted = ids.stream().distinct().toList();
        confirmation.require(console, "shut out the producers of " + String.join(", ", wanted));
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<String, KafkaFuture<Void>> results =
                    admin.fenceProducers(wanted).fencedProducers();
            for (String id : wanted) {
                changes.await(id, results.get(id), "fenced");
            }
        }
        changes.conclude();
    }
}
