package io.headrace.cli.topics;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about topics. */
@Command(name = "topics", description = "Creates, lists, describes, changes, moves and deletes topics.")
public final class TopicsCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            TopicsCommands.class,
            CreateTopicsCommand.class,
            ListTopicsCommand.class,
            DescribeTopicsCommand.class,
            AlterTopicsCommand.class,
            DeleteTopicsCommand.class,
            ElectLeadersCommand.class,
            ReassignCommand.class,
            ListReassignmentsCommand.class);
}
