package io.headrace.cli.groups;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about groups. */
@Command(
        name = "groups",
        description = "Lists, describes and deletes groups, moves what they committed, removes members.")
public final class GroupsCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            GroupsCommands.class,
            ListGroupsCommand.class,
            DescribeGroupsCommand.class,
            ResetOffsetsCommand.class,
            DeleteGroupsCommand.class,
            DeleteOffsetsCommand.class,
            RemoveMembersCommand.class);
}
