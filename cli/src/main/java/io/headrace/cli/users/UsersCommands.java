package io.headrace.cli.users;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about users that authenticate with SCRAM. */
@Command(name = "users", description = "Lists users of SCRAM, sets their passwords, and deletes them.")
public final class UsersCommands extends NounCommand {
    public static final List<Class<?>> ALL =
            List.of(UsersCommands.class, ListUsersCommand.class, SetPasswordCommand.class, DeleteUsersCommand.class);
}
