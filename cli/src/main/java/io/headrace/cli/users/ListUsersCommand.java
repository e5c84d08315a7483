package io.headrace.cli.users;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Names;
import io.headrace.cli.Output;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ScramCredentialInfo;
import io.headrace.clients.admin.UserScramCredentialsDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists users. */
@Command(
        name = "list",
        description = "Lists the users that the cluster has SCRAM passwords of, never the passwords.",
        sortOptions = false)
@Shows(ListUsersCommand.User.class)
final class ListUsersCommand implements Runnable {
    private static final Table<User> TABLE = new Table<User>()
            .text("USER", User::user)
            .text("MECHANISM", User::mechanism)
            .number("ITERATIONS", User::iterations);

    private final Console console;

    @Parameters(paramLabel = "USER", arity = "0..*", description = "The users. Default: all")
    private List<String> users = new ArrayList<>();

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A user with one mechanism. */
    record User(
            @Means("the user's name") String user,

            @Means("SCRAM-SHA-256 or SCRAM-SHA-512; a user with both is there twice")
            String mechanism,

            @Means("how often the password is hashed") int iterations) {}

    ListUsersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<User> found = new ArrayList<>();
        try (Admin admin = connect.admin()) {
            Map<String, UserScramCredentialsDescription> all =
                    connect.await(admin.describeUserScramCredentials().all());
            for (String user : users) {
                if (!all.containsKey(user)) {
                    throw unknown(user, all);
                }
            }
            all.forEach((name, description) -> {
                if (users.isEmpty() || users.contains(name)) {
                    for (ScramCredentialInfo info : description.credentialInfos()) {
                        found.add(new User(name, info.mechanism().mechanismName(), info.iterations()));
                    }
                }
            });
        }
        found.sort(Comparator.comparing(User::user).thenComparing(User::mechanism));
        output.list(console, found, TABLE);
    }

    static CommandFailure unknown(String user, Map<String, ?> all) {
        return CommandFailure.failed("there is no user '" + user + "'"
                + Names.hint(user, all.keySet(), "headrace users list says which there are"));
    }
}
