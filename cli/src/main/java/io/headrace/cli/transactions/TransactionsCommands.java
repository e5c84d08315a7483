package io.headrace.cli.transactions;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about transactions and producers. */
@Command(name = "transactions", description = "Lists and describes transactions, finds those that hang, and ends them.")
public final class TransactionsCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            TransactionsCommands.class,
            ListTransactionsCommand.class,
            DescribeTransactionsCommand.class,
            ListProducersCommand.class,
            FindHangingCommand.class,
            AbortTransactionCommand.class,
            TerminateTransactionsCommand.class,
            FenceProducersCommand.class);
}
