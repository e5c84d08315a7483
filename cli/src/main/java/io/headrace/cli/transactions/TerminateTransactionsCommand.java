package io.headrace.cli.transactions;

import io.headrace.cli.Changes;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends open transactions. */
@Command(
        name = "terminate",
        description =
                "Aborts the open transactions of transactional ids, prepared or not, and shuts their producers out.",
        sortOptions = false,
        footer = {"", "Example: headrace transactions terminate billing-0 --yes"})
@Shows(ItemResult.class)
final class TerminateTransactionsCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TRANSACTIONAL-ID", arity = "1..*", description = "The transactional ids.")
    private List<String> ids;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    TerminateTransactionsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        confirmation.require(console, "abort what " + String.join(", ", ids) + " has open, and shut its producer out");
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            for (String id : ids.stream().distinct().toList()) {
                changes.await(id, admin.forceTerminateTransaction(id).result(), "terminated");
            }
        }
        changes.conclude();
    }
}
