package io.headrace.cli.quotas;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about quotas of clients. */
@Command(name = "quotas", description = "Lists, sets and deletes quotas of users, clients and addresses.")
public final class QuotasCommands extends NounCommand {
    public static final List<Class<?>> ALL =
            List.of(QuotasCommands.class, ListQuotasCommand.class, SetQuotasCommand.class, DeleteQuotasCommand.class);
}
