package io.headrace.cli.logdirs;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about where brokers keep their data. */
@Command(
        name = "logdirs",
        description = "Describes the directories that brokers keep partitions in, and moves between them.")
public final class LogDirsCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            LogDirsCommands.class, DescribeLogDirsCommand.class, ListReplicasCommand.class, MoveReplicasCommand.class);
}
