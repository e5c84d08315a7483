package io.headrace.cli.quotas;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterClientQuotasOptions;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets quotas. */
@Command(
        name = "set",
        description = {
            "Sets quotas, and leaves those alone that are not named.",
            "Quotas are producer_byte_rate, consumer_byte_rate (bytes a second for each broker), request_percentage,",
            "controller_mutation_rate, and connection_creation_rate of addresses."
        },
        sortOptions = false,
        footer = {"", "Example: headrace quotas set producer_byte_rate=1048576 --user alice"})
@Shows(ItemResult.class)
final class SetQuotasCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "QUOTA=VALUE", arity = "0..*", description = "What to set.")
    private Map<String, String> quotas = new LinkedHashMap<>();

    @Option(names = "--remove", paramLabel = "QUOTA", split = ",", description = "Takes a quota away; may be repeated.")
    private List<String> remove = List.of();

    @Option(names = "--dry-run", description = "Has the cluster check whether it could be done, and changes nothing.")
    private boolean dryRun;

    @Mixin
    private EntityOptions entity;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    SetQuotasCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        ClientQuotaEntity whose = entity.entity();
        List<ClientQuotaAlteration.Op> operations = new ArrayList<>();
        quotas.forEach((key, value) -> operations.add(new ClientQuotaAlteration.Op(key, number(key, value))));
        remove.forEach(key -> operations.add(new ClientQuotaAlteration.Op(key, null)));
        if (operations.isEmpty()) {
            throw CommandFailure.misuse("there is nothing to change: say QUOTA=VALUE or --remove QUOTA");
        }
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            changes.await(
                    EntityOptions.text(whose.entries()),
                    admin.alterClientQuotas(
                                    List.of(new ClientQuotaAlteration(whose, operations)),
                                    new AlterClientQuotasOptions().validateOnly(dryRun))
                            .all(),
                    dryRun ? "planned" : "altered");
        }
        changes.conclude();
    }

    private static double number(String key, String text) {
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && number < Double.POSITIVE_INFINITY) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw CommandFailure.misuse(key + "=" + text + ": a quota is a number larger than 0");
    }
}
