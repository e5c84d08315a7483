package io.headrace.cli.quotas;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists quotas. */
@Command(
        name = "list",
        description = "Lists quotas, of all or of those that are named.",
        sortOptions = false,
        footer = {"", "Example: headrace quotas list --user alice"})
@Shows(ListQuotasCommand.Quota.class)
final class ListQuotasCommand implements Runnable {
    private record Line(Quota quota, String key, double value) {}

    private static final Table<Line> TABLE = new Table<Line>()
            .text("OF", line -> EntityOptions.text(line.quota().entity()))
            .text("QUOTA", Line::key)
            .number("VALUE", line -> number(line.value()));

    private final Console console;

    @Mixin
    private EntityOptions entity;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** The quotas of one entity. */
    record Quota(
            @Means("whose they are: names by user, client-id or ip; null for those without quotas of their own")
            Map<String, String> entity,

            @Means("the quotas, by name, such as producer_byte_rate")
            Map<String, Double> quotas) {}

    ListQuotasCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Quota> quotas = new ArrayList<>();
        try (Admin admin = connect.admin()) {
            connect.await(admin.describeClientQuotas(entity.filter()).entities())
                    .forEach((each, values) ->
                            quotas.add(new Quota(new TreeMap<>(each.entries()), new TreeMap<>(values))));
        }
        quotas.sort(Comparator.comparing(quota -> EntityOptions.text(quota.entity())));
        List<Line> lines = new ArrayList<>();
        quotas.forEach(quota -> quota.quotas().forEach((key, value) -> lines.add(new Line(quota, key, value))));
        output.list(
                console,
                quotas,
                () -> TABLE.lines(lines, console.terminal().columns()).forEach(console::println));
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
