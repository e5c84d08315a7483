package io.headrace.cli.tokens;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about delegation tokens. */
@Command(name = "tokens", description = "Creates, lists, renews and ends delegation tokens.")
public final class TokensCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            TokensCommands.class,
            ListTokensCommand.class,
            CreateTokenCommand.class,
            RenewTokenCommand.class,
            ExpireTokenCommand.class);
}
