package io.headrace.cli.records;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about records that are there; produce and consume are words of their own. */
@Command(name = "records", description = "Deletes the oldest records of topics.")
public final class RecordsCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(RecordsCommands.class, DeleteRecordsCommand.class);
}
