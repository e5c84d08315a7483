package io.headrace.cli.brokers;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about the brokers of a cluster; to run one is {@code headrace broker}. */
@Command(name = "brokers", description = "Lists and describes the brokers of a cluster, and has it forget some.")
public final class BrokersCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            BrokersCommands.class,
            ListBrokersCommand.class,
            DescribeBrokersCommand.class,
            UnregisterBrokersCommand.class);
}
