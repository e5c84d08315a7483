package io.headrace.cli.tokens;

import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Times;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ExpireDelegationTokenOptions;
import io.headrace.common.security.token.delegation.DelegationToken;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a token. */
@Command(
        name = "expire",
        description = "Ends a delegation token, now or in some time. One that has ended cannot be renewed.",
        sortOptions = false,
        footer = {"", "Example: headrace tokens expire 4wG1zJ5LTtKvyVtZt2qfLA --yes"})
@Shows(value = TokenExpiry.class, list = false)
final class ExpireTokenCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOKEN-ID", description = "The id of the token.")
    private String id;

    @Option(names = "--in", paramLabel = "DURATION", description = "Ends it so long from now on: 10m, 2h. Default: now")
    private String duration;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    ExpireTokenCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        ExpireDelegationTokenOptions options = new ExpireDelegationTokenOptions();
        if (duration != null) {
            options.expiryTimePeriodMs(Times.parseDuration("--in", duration).toMillis());
        }
        confirmation.require(console, "end the token " + id + (duration == null ? "" : " in " + duration));
        long expiry;
        try (Admin admin = connect.admin()) {
            DelegationToken token = TokenLookup.require(admin, id, connect);
            expiry = TokenLookup.await(
                    admin.expireDelegationToken(token.hmac(), options).expiryTimestamp(), connect);
        }
        output.value(
                console,
                new TokenExpiry(id, expiry),
                () -> console.println("expired " + id + ": it ends at " + Instant.ofEpochMilli(expiry)));
    }
}
