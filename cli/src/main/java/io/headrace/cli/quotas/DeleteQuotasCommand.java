package io.headrace.cli.quotas;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deletes all quotas of an entity. */
@Command(
        name = "delete",
        description = "Deletes all quotas of a user, a client id, both together, or an address.",
        sortOptions = false,
        footer = {"", "Example: headrace quotas delete --user alice --client-id loader --yes"})
@Shows(ItemResult.class)
final class DeleteQuotasCommand implements Runnable {
    private final Console console;

    @Mixin
    private EntityOptions entity;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    DeleteQuotasCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        ClientQuotaEntity whose = entity.entity();
        String text = EntityOptions.text(whose.entries());
        confirmation.require(console, "delete all quotas of " + text);
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<String, Double> there = connect.await(
                            admin.describeClientQuotas(entity.filter()).entities())
                    .get(whose);
            if (there == null || there.isEmpty()) {
                throw CommandFailure.failed(text + " has no quotas; headrace quotas list says who has");
            }
            List<ClientQuotaAlteration.Op> removals = there.keySet().stream()
                    .map(key -> new ClientQuotaAlteration.Op(key, null))
                    .toList();
            changes.await(
                    text,
                    admin.alterClientQuotas(List.of(new ClientQuotaAlteration(whose, removals)))
                            .all(),
                    "deleted");
        }
        changes.conclude();
    }
}
