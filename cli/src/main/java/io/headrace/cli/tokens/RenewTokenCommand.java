package io.headrace.cli.tokens;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Times;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.RenewDelegationTokenOptions;
import io.headrace.common.security.token.delegation.DelegationToken;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renews a token. */
@Command(
        name = "renew",
        description = "Has a delegation token last longer, within the time that it can be renewed for.",
        sortOptions = false,
        footer = {"", "Example: headrace tokens renew 4wG1zJ5LTtKvyVtZt2qfLA --for 1d"})
@Shows(value = TokenExpiry.class, list = false)
final class RenewTokenCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOKEN-ID", description = "The id of the token.")
    private String id;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "How long from now on: 12h, 1d. Default: what the broker has configured")
    private String duration;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    RenewTokenCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        RenewDelegationTokenOptions options = new RenewDelegationTokenOptions();
        if (duration != null) {
            options.renewTimePeriodMs(Times.parseDuration("--for", duration).toMillis());
        }
        long expiry;
        try (Admin admin = connect.admin()) {
            DelegationToken token = TokenLookup.require(admin, id, connect);
            expiry = TokenLookup.await(
                    admin.renewDelegationToken(token.hmac(), options).expiryTimestamp(), connect);
        }
        output.value(
                console,
                new TokenExpiry(id, expiry),
                () -> console.println("renewed " + id + ": it lasts until " + Instant.ofEpochMilli(expiry)));
    }
}
