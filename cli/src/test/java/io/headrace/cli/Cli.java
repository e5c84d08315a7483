package io.headrace.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs commands in this process, as the launcher would in one of their own. */
final class Cli {
    private Cli() {}

    /** What a command came to. */
    record Result(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    static Result run(String... args) {
        return runWith("", args);
    }

    static Result runWith(String stdin, String... args) {
        return runWith(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)), args);
    }

    static Result runWith(InputStream stdin, String... args) {
        return runIn(stdin, Console.Terminal.NONE, Map.of(), args);
    }

    /** A command with a terminal, or with variables. */
    static Result runIn(InputStream stdin, Console.Terminal terminal, Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Headrace.run(new Console(stdin, out, err, terminal, environment), args);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A client command, told where the broker is. */
    static Result on(String bootstrapServers, String... args) {
        return onWith(bootstrapServers, "", args);
    }

    static Result onWith(String bootstrapServers, String stdin, String... args) {
        return runWith(
                stdin,
                Stream.concat(Stream.of(args), Stream.of("--bootstrap-server", bootstrapServers))
                        .toArray(String[]::new));
    }
}
