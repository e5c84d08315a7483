package io.headrace.cli.acls;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about who may do what. */
@Command(name = "acls", description = "Lists, creates and deletes rules of who may do what.")
public final class AclsCommands extends NounCommand {
    public static final List<Class<?>> ALL =
            List.of(AclsCommands.class, ListAclsCommand.class, CreateAclsCommand.class, DeleteAclsCommand.class);
}
