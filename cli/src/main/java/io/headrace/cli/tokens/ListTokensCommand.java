package io.headrace.cli.tokens;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DescribeDelegationTokenOptions;
import io.headrace.common.security.auth.KafkaPrincipal;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists tokens. */
@Command(
        name = "list",
        description = "Lists the delegation tokens that you may know of.",
        sortOptions = false,
        footer = {"", "Example: headrace tokens list --owner User:alice"})
@Shows(Token.class)
final class ListTokensCommand implements Runnable {
    private final Console console;

    @Option(
            names = "--owner",
            paramLabel = "PRINCIPAL",
            split = ",",
            description = "Only those that stand for this principal, such as User:alice; may be repeated.")
    private List<String> owners = List.of();

    @Option(names = "--hmac", description = "Shows their HMACs as well, which are the passwords to log in with.")
    private boolean hmac;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    ListTokensCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        DescribeDelegationTokenOptions options = new DescribeDelegationTokenOptions();
        if (!owners.isEmpty()) {
            List<KafkaPrincipal> principals = owners.stream()
                    .map(text -> TokenLookup.principal("--owner", text))
                    .toList();
            options.owners(principals);
        }
        List<Token> tokens;
        try (Admin admin = connect.admin()) {
            tokens = TokenLookup.await(admin.describeDelegationToken(options).delegationTokens(), connect).stream()
                    .map(token -> Token.of(token, hmac))
                    .sorted(Comparator.comparing(Token::issueTime).thenComparing(Token::id))
                    .toList();
        }
        output.list(console, tokens, table());
    }

    private Table<Token> table() {
        Table<Token> table = new Table<Token>()
                .text("TOKEN", Token::id)
                .text("OWNER", Token::owner)
                .text("REQUESTER", Token::requester)
                .text("RENEWERS", Token::renewers)
                .text("ISSUED", Token::issued)
                .text("EXPIRES", Token::expires)
                .text("RENEWABLE UNTIL", Token::renewableUntil);
        return hmac ? table.text("HMAC", Token::hmac) : table;
    }
}
