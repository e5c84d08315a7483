package io.headrace.cli.bench;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands that measure. */
@Command(name = "bench", description = "Measures how fast records are sent and read, and how long one is under way.")
public final class BenchCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            BenchCommands.class, BenchProduceCommand.class, BenchConsumeCommand.class, BenchLatencyCommand.class);
}
