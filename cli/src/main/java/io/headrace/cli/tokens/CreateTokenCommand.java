package io.headrace.cli.tokens;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Times;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.CreateDelegationTokenOptions;
import io.headrace.common.security.auth.KafkaPrincipal;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates a token. */
@Command(
        name = "create",
        description = {
            "Creates a delegation token: a user name and a password that stand for somebody for some time.",
            "A client logs in with them by SCRAM, with tokenauth=\"true\" in its JAAS settings."
        },
        sortOptions = false,
        footer = {"", "Example: headrace tokens create --renewer User:scheduler --max-life 7d"})
@Shows(value = Token.class, list = false)
final class CreateTokenCommand implements Runnable {
    private final Console console;

    @Option(
            names = "--owner",
            paramLabel = "PRINCIPAL",
            description = "Whom it stands for, such as User:alice. Default: who you are")
    private String owner;

    @Option(
            names = "--renewer",
            paramLabel = "PRINCIPAL",
            split = ",",
            description = "Who else may renew it; may be repeated.")
    private List<String> renewers = List.of();

    @Option(
            names = "--max-life",
            paramLabel = "DURATION",
            description = "How long it can be renewed for: 12h, 7d. Default: as long as the broker allows")
    private String maxLife;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    CreateTokenCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        CreateDelegationTokenOptions options = new CreateDelegationTokenOptions();
        if (owner != null) {
            options.owner(TokenLookup.principal("--owner", owner));
        }
        List<KafkaPrincipal> principals = renewers.stream()
                .map(text -> TokenLookup.principal("--renewer", text))
                .toList();
        options.renewers(principals);
        if (maxLife != null) {
            Duration duration = Times.parseDuration("--max-life", maxLife);
            if (duration.isZero()) {
                throw CommandFailure.misuse("--max-life must be larger than 0: " + maxLife);
            }
            options.maxLifetimeMs(duration.toMillis());
        }
        Token token;
        try (Admin admin = connect.admin()) {
            token = Token.of(
                    TokenLookup.await(admin.createDelegationToken(options).delegationToken(), connect), true);
        }
        output.value(console, token, () -> {
            console.println("token    " + token.id());
            console.println("hmac     " + token.hmac());
            console.println("owner    " + token.owner());
            console.println("expires  " + token.expires());
            console.println("until    " + token.renewableUntil() + ", if it is renewed");
        });
    }
}
