package io.headrace.cli.users;

import io.headrace.cli.Changes;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ScramCredentialInfo;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.clients.admin.UserScramCredentialDeletion;
import io.headrace.clients.admin.UserScramCredentialsDescription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes users. */
@Command(
        name = "delete",
        description = "Deletes the SCRAM passwords of users. Connections that there are go on.",
        sortOptions = false,
        footer = {"", "Example: headrace users delete alice --yes"})
@Shows(ItemResult.class)
final class DeleteUsersCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "USER", arity = "1..*", description = "The users.")
    private List<String> users;

    @Option(
            names = "--mechanism",
            paramLabel = "MECHANISM",
            split = ",",
            description = "Only for this mechanism; may be repeated. Default: all that the user has")
    private List<String> mechanisms = List.of();

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    DeleteUsersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Set<ScramMechanism> only = mechanisms.stream().map(Mechanism::parse).collect(Collectors.toSet());
        confirmation.require(console, "delete the passwords of " + String.join(", ", users));
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<String, UserScramCredentialsDescription> all =
                    connect.await(admin.describeUserScramCredentials().all());
            for (String user : users.stream().distinct().toList()) {
                List<ScramMechanism> there = mechanisms(all.get(user), only);
                if (there.isEmpty()) {
                    changes.failed(user, ListUsersCommand.unknown(user, all));
                }
                for (ScramMechanism mechanism : there) {
                    // One request each: a request may change a user once.
                    changes.await(
                            user + " " + mechanism.mechanismName(),
                            admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion(user, mechanism)))
                                    .all(),
                            "deleted");
                }
            }
        }
        changes.conclude();
    }

    private static List<ScramMechanism> mechanisms(UserScramCredentialsDescription user, Set<ScramMechanism> only) {
        if (user == null) {
            return List.of();
        }
        return user.credentialInfos().stream()
                .map(ScramCredentialInfo::mechanism)
                .filter(mechanism -> only.isEmpty() || only.contains(mechanism))
                .sorted()
                .toList();
    }
}
