package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.broker.server.HeadraceBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in the shells that are there, with a command that knows some names. */
class CompletionTest {
    @TempDir
    Path directory;

    @Test
    void bashCompletesCommandsOptionsAndNames() throws Exception {
        prepare("bash");
        Path driver = Files.writeString(directory.resolve("driver"), """
                source "$1"
                complete_line() {
                    COMP_LINE="$1"; COMP_POINT=${#COMP_LINE}; COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'; COMPREPLY=()
                    _headrace
                    echo "$1 -> ${COMPREPLY[*]}"
                }
                while IFS= read -r line; do complete_line "$line"; done
                """);
        assertEquals(
                List.of(
                        "headrace top -> topics",
                        "headrace topics d -> describe delete",
                        "headrace topics describe or -> orders orders-dlq",
                        "headrace topics list --outp -> --output",
                        "headrace topics list --output  -> table json yaml",
                        "headrace topics list --output=y -> yaml",
                        "headrace groups reset-offsets  -> billing",
                        "headrace groups reset-offsets billing --topic p -> payments",
                        "headrace -b localhost:1 topics delete --yes pa -> payments",
                        "headrace groups --log-level debug describe  -> billing",
                        "headrace topics list -b  -> ",
                        "headrace completion  -> bash zsh fish"),
                run(List.of("bash", driver.toString(), script("bash").toString()), """
                        headrace top
                        headrace topics d
                        headrace topics describe or
                        headrace topics list --outp
                        headrace topics list --output\s
                        headrace topics list --output=y
                        headrace groups reset-offsets\s
                        headrace groups reset-offsets billing --topic p
                        headrace -b localhost:1 topics delete --yes pa
                        headrace groups --log-level debug describe\s
                        headrace topics list -b\s
                        headrace completion\s
                        """));
        List<String> calls = Files.readAllLines(directory.resolve("calls"));
        assertEquals("complete topics --timeout 3", calls.get(0));
        assertTrue(
                calls.contains("complete topics --timeout 3 -b localhost:1"), "asks the cluster that the line names");
    }

    @Test
    void fishCompletesCommandsOptionsAndNames() throws Exception {
        assumeTrue(isThere("fish"), "fish is not installed");
        prepare("fish");
        Path driver = Files.writeString(directory.resolve("driver"), """
                source $argv[1]
                while read -l line
                    echo "$line ->" (complete -C "$line" | string replace -r '\\t.*' '')
                end
                """);
        assertEquals(
                List.of(
                        "headrace top -> topics",
                        "headrace topics describe or -> orders orders-dlq",
                        "headrace topics list --outp -> --output",
                        "headrace topics list --output=y -> --output=yaml",
                        "headrace groups reset-offsets billing --topic p -> payments"),
                run(
                        List.of(
                                "fish",
                                "--no-config",
                                driver.toString(),
                                script("fish").toString()),
                        """
                        headrace top
                        headrace topics describe or
                        headrace topics list --outp
                        headrace topics list --output=y
                        headrace groups reset-offsets billing --topic p
                        """));
    }

    @Test
    void zshTakesItsScript() throws Exception {
        assumeTrue(isThere("zsh"), "zsh is not installed");
        prepare("zsh");
        // What completes needs a terminal; that the tables can be looked up does not.
        Path driver = Files.writeString(directory.resolve("driver"), """
                compdef() { :; }
                functions[compdef]=:
                source "$1"
                __headrace_at topics && echo "$verbs"
                __headrace_value 'topics list' --output && echo "$value"
                """);
        assertEquals(
                List.of("create list describe alter delete elect-leaders reassign reassignments", "=table json yaml"),
                run(List.of("zsh", "-f", driver.toString(), script("zsh").toString()), ""));
    }

    @Test
    void namesComeFromTheClusterAndItsAbsenceIsNoTrouble() throws IOException {
        try (HeadraceBroker broker = HeadraceBroker.start(
                Map.of("log.dirs", directory.resolve("data").toString(), "port", "0"))) {
            String servers = broker.bootstrapServers();
            Cli.on(servers, "topics", "create", "b", "a");
            Cli.on(servers, "groups", "reset-offsets", "g", "-t", "a", "--to-latest", "--create-group", "--yes");
            assertEquals("a\nb\n", Cli.on(servers, "complete", "topics").out());
            assertEquals("g\n", Cli.on(servers, "complete", "groups").out());
            assertEquals("1\n", Cli.on(servers, "complete", "brokers").out());
            assertEquals("", Cli.on(servers, "complete", "transactions").out());
        }
        assertEquals("", Cli.on("localhost:1", "complete", "topics").out());
        assertFalse(Cli.run("--help").out().contains("complete "), "it is hidden");
    }

    private Path script(String shell) {
        return directory.resolve("script." + shell);
    }

    /** Puts the script in its place, and a command that notes how it is called. */
    private void prepare(String shell) throws IOException {
        Cli.Result result = Cli.run("completion", shell);
        assertEquals(0, result.exitCode(), result.err());
        assertFalse(result.out().matches("(?s).*\\bprepare\\b.*"), "what is hidden stays so");
        Files.writeString(script(shell), result.out());
        Path command = Files.writeString(
                directory.resolve("headrace"),
                "#!/usr/bin/env bash\necho \"$*\" >> '" + directory
                        + "/calls'\ncase \"$2\" in\n    topics) printf 'orders\\npayments\\norders-dlq\\n' ;;\n"
                        + "    groups) echo billing ;;\nesac\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> run(List<String> command, String stdin) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        try {
            process.getOutputStream().write(stdin.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            return out.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
