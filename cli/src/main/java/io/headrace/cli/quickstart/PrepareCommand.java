package io.headrace.cli.quickstart;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.cli.Console;
import io.headrace.cli.Headrace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Does a little of everything in a directory that it removes again. The launcher runs it once after a build, with a JVM
 * that notes which classes are loaded, so that later starts find them laid out.
 */
@Command(name = "prepare", hidden = true, description = "Runs every command once; for the launcher.")
public final class PrepareCommand implements Callable<Integer> {
    private static final String TOPIC = "prepare";

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("headrace-prepare");
        try (HeadraceBroker broker =
                HeadraceBroker.start(Map.of("log.dirs", directory.toString(), "host", "localhost", "port", "0"))) {
            for (List<String> command : commands()) {
                int exitCode = run(broker.bootstrapServers(), command);
                if (exitCode != 0) {
                    return exitCode;
                }
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private static List<List<String>> commands() {
        return List.of(
                List.of("topics", "create", TOPIC, "--partitions", "2"),
                List.of("topics", "list"),
                List.of("topics", "describe", TOPIC, "--output", "json"),
                List.of("produce", TOPIC, "--key-separator", ":", "--compression", "zstd"),
                List.of("consume", TOPIC, "--from-beginning", "--format", "json"),
                List.of("consume", TOPIC, "--from-beginning", "--format", "key-value"),
                List.of("groups", "list"),
                List.of("groups", "reset-offsets", "g", "--topic", TOPIC, "--to-latest", "--create-group", "--yes"),
                List.of("groups", "describe", "g"),
                List.of("groups", "describe", "g", "--output", "yaml"),
                List.of("configs", "describe", "--topic", TOPIC, "--all"),
                List.of("topics", "delete", TOPIC, "--yes"));
    }

    private static int run(String bootstrapServers, List<String> command) {
        InputStream in = new ByteArrayInputStream("k1:hello\nk2:world\n".getBytes(StandardCharsets.UTF_8));
        Console console = new Console(in, OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false);
        String[] args = Stream.concat(command.stream(), Stream.of("--bootstrap-server", bootstrapServers))
                .toArray(String[]::new);
        return Headrace.run(console, args);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
