package io.headrace.cli.offsets;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about offsets in partitions; what groups committed is theirs. */
@Command(name = "offsets", description = "Finds offsets in topics.")
public final class OffsetsCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(OffsetsCommands.class, ListOffsetsCommand.class);
}
