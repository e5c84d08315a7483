package io.headrace.cli.users;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ScramCredentialInfo;
import io.headrace.clients.admin.UserScramCredentialUpsertion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a user's password. It comes from standard input, for other users of the machine see what a command is called with. */
@Command(
        name = "set",
        description = {
            "Sets a user's SCRAM password, and makes the user if there is none.",
            "The password is the first line of standard input."
        },
        sortOptions = false,
        footer = {"", "Example: headrace users set alice < password.txt"})
@Shows(ItemResult.class)
final class SetPasswordCommand implements Runnable {
    private static final int FEWEST_ITERATIONS = 4096;
    private static final int MOST_ITERATIONS = 16384;

    private final Console console;

    @Parameters(paramLabel = "USER", description = "The user's name.")
    private String user;

    @Option(
            names = "--mechanism",
            paramLabel = "MECHANISM",
            split = ",",
            defaultValue = "SCRAM-SHA-512",
            description = "SCRAM-SHA-256 or SCRAM-SHA-512; may be repeated. Default: ${DEFAULT-VALUE}")
    private List<String> mechanisms;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "8192",
            description = "How often the password is hashed, 4096 to 16384 times. Default: ${DEFAULT-VALUE}")
    private int iterations;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    SetPasswordCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw CommandFailure.misuse(
                    "--iterations " + iterations + " is not from " + FEWEST_ITERATIONS + " to " + MOST_ITERATIONS);
        }
        List<ScramCredentialInfo> infos = mechanisms.stream()
                .map(Mechanism::parse)
                .distinct()
                .map(mechanism -> new ScramCredentialInfo(mechanism, iterations))
                .toList();
        byte[] password = password();
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            for (ScramCredentialInfo info : infos) {
                // One request each: a request may change a user once.
                changes.await(
                        user + " " + info.mechanism().mechanismName(),
                        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user, info, password)))
                                .all(),
                        "set");
            }
        }
        changes.conclude();
    }

    private byte[] password() {
        if (console.terminal().asks()) {
            console.err().print("Password of " + user + " (it will be seen): ");
            console.err().flush();
        }
        try {
            String line = console.readLine();
            if (line == null || line.isEmpty()) {
                throw CommandFailure.failed("there is no password: it is the first line of standard input");
            }
            return line.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CommandFailure.failed("the password cannot be read: " + e.getMessage(), e);
        }
    }
}
