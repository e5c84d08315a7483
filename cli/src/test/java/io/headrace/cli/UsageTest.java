package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
    @Test
    void everyCommandHasHelpOnStdout() {
        for (String command : commands(Headrace.commandLine(console()), "")) {
            for (String option : List.of("--help", "-h")) {
                Cli.Result result = run((command + " " + option).trim());
                assertEquals(0, result.exitCode(), command);
                assertEquals("", result.err(), command);
                assertTrue(result.out().startsWith("Usage: " + ("headrace " + command).trim()), result.out());
            }
        }
    }

    /** All commands, as they are written behind {@code headrace}. */
    private static List<String> commands(CommandLine of, String path) {
        List<String> all = new ArrayList<>(List.of(path));
        of.getSubcommands().forEach((name, command) -> all.addAll(commands(command, (path + " " + name).trim())));
        return all;
    }

    private static Console console() {
        return new Console(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false);
    }

    @Test
    void theVersionIsTold() {
        assertTrue(run("--version").out().startsWith("headrace "));
        assertEquals(
                "headrace completion: Invalid value for positional parameter at index 0 (SHELL): expected one of [bash, zsh,"
                        + " fish] (case-insensitive) but was 'tcsh' (see headrace completion --help)\n",
                run("completion tcsh").err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            | headrace: Missing command: quickstart, broker, topics, configs, groups, produce, consume, records, offsets, transactions, acls, users, tokens, quotas, plan, apply, export, spec, cluster, brokers, logdirs, bench, completion (see headrace --help)
            topics | headrace topics: Missing command: create, list, describe, alter, delete, elect-leaders, reassign, reassignments (see headrace topics --help)
            topics create | headrace topics create: Missing required parameter: 'TOPIC' (see headrace topics create --help)
            frobnicate | headrace: Unmatched argument at index 0: 'frobnicate' (see headrace --help)
            topisc list | headrace: Unmatched arguments from index 0: 'topisc', 'list'; did you mean 'topics'? (see headrace --help)
            topics lst | headrace topics: Unmatched argument at index 1: 'lst'; did you mean 'list'? (see headrace topics --help)
            broker --prot 1 | headrace broker: Unknown options: '--prot', '1'; did you mean '--port'? (see headrace broker --help)
            broker --port x | headrace broker: Invalid value for option '--port': 'x' is not an int (see headrace broker --help)
            broker --set x | headrace broker: Value for option option '--set' (KEY=VALUE) should be in KEY=VALUE format but was x (see headrace broker --help)
            broker --set no.such=1 | headrace broker: --set no.such: a broker has no such setting
            produce t -H x | headrace produce: --header 'x' is not of the form NAME=VALUE
            produce t --partition -1 | headrace produce: --partition must not be negative: -1
            produce t --compression brotli | headrace produce: Invalid value for option '--compression': expected one of [none, gzip, snappy, lz4, zstd] (case-insensitive) but was 'brotli' (see headrace produce --help)
            produce t --timeout 0 | headrace produce: --timeout must be larger than 0: 0
            consume t --from-beginning --offset 3 | headrace consume: Error: --from-beginning, --offset=N are mutually exclusive (specify only one) (see headrace consume --help)
            consume t --from-time noon | headrace consume: --from-time 'noon' is no time: it is written 2026-01-31, 2026-01-31T15:04:05, 2026-01-31T15:04:05Z, or in milliseconds since 1970
            consume t --format xml | headrace consume: --format 'xml' is none of value, key-value, json
            consume t -n 0 | headrace consume: --max-records must be larger than 0: 0
            topics list -b nowhere | headrace topics list: 'nowhere' is no broker's address: it is written host:port, with a port from 1 to 65535
            topics list -b host:99999 | headrace topics list: 'host:99999' is no broker's address: it is written host:port, with a port from 1 to 65535
            topics list --output xml | headrace topics list: Invalid value for option '--output': expected one of [table, json, yaml] (case-insensitive) but was 'xml' (see headrace topics list --help)
            topics list --log-level loud | headrace topics list: Invalid value for option '--log-level': expected one of [error, warn, info, debug, trace] (case-insensitive) but was 'loud' (see headrace topics list --help)
            cluster update-features x | headrace cluster update-features: 'x' is not of the form FEATURE=LEVEL, with a level from 0 to 32767
            cluster update-features x=40000 | headrace cluster update-features: 'x=40000' is not of the form FEATURE=LEVEL, with a level from 0 to 32767
            cluster update-features x=1 x=2 | headrace cluster update-features: x is named twice: once is allowed
            cluster update-features x=1 --downgrade --unsafe-downgrade | headrace cluster update-features: Error: --downgrade, --unsafe-downgrade are mutually exclusive (specify only one) (see headrace cluster update-features --help)
            cluster update-features x=0 --unsafe-downgrade | headrace cluster update-features: this would bring x=0 about, and may lose metadata of the cluster: say --yes to do it without being asked
            cluster add-voter 3 | headrace cluster add-voter: Missing required option: '--endpoint=LISTENER://HOST:PORT' (see headrace cluster add-voter --help)
            cluster add-voter 3 --endpoint host:9093 | headrace cluster add-voter: --endpoint 'host:9093' is no endpoint: it is written LISTENER://HOST:PORT, with a port from 1 to 65535
            cluster add-voter 3 --endpoint C://host:0 | headrace cluster add-voter: --endpoint 'C://host:0' is no endpoint: it is written LISTENER://HOST:PORT, with a port from 1 to 65535
            cluster remove-voter 3 --directory ? | headrace cluster remove-voter: --directory '?' is no id: it is written in Base64 with 22 characters, as headrace cluster quorum shows it
            cluster remove-voter 3 | headrace cluster remove-voter: this would take the vote of the controller 3 away: say --yes to do it without being asked
            brokers unregister 4 5 | headrace brokers unregister: this would have the cluster forget the brokers 4, 5: say --yes to do it without being asked
            logdirs move t:x --broker 1 --to /d | headrace logdirs move: TOPIC 't:x' names no partitions: it is written TOPIC, or TOPIC:0,2 for some of them
            logdirs move t --broker 1 --to d | headrace logdirs move: --to 'd' is no absolute path, as /disk2/kafka is
            tokens create --owner alice | headrace tokens create: --owner 'alice' is not of the form TYPE:NAME, as User:alice is
            tokens create --renewer User: | headrace tokens create: --renewer 'User:' is not of the form TYPE:NAME, as User:alice is
            tokens create --max-life long | headrace tokens create: --max-life 'long' is no duration: it is written 500ms, 30s, 10m, 2h, 7d, 4w, or PT1H30M
            tokens create --max-life 0s | headrace tokens create: --max-life must be larger than 0: 0s
            tokens expire x --in 5 | headrace tokens expire: --in '5' is no duration: it is written 500ms, 30s, 10m, 2h, 7d, 4w, or PT1H30M
            tokens expire x | headrace tokens expire: this would end the token x: say --yes to do it without being asked
            quickstart f -n 5 | headrace quickstart: --records says how many orders to send, but a file is sent
            """)
    void misuseIsOneLineAndExitCodeTwo(String command, String message) {
        assertEquals(new Cli.Result(2, "", message + "\n"), run(command == null ? "" : command));
    }

    @Test
    void anUnreachableBrokerIsToldAtOnceWithTheAddressesTried() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        for (String command : List.of(
                "topics list",
                "topics describe",
                "topics delete t --yes",
                "topics create t",
                "groups list",
                "cluster describe",
                "produce t",
                "consume t")) {
            Cli.Result result = run(command + " -b localhost:" + free + ",no-such-host.invalid:1");
            assertEquals(1, result.exitCode());
            assertTrue(
                    result.err()
                            .endsWith(": no broker can be reached: tried localhost:" + free
                                    + " (connection refused), no-such-host.invalid:1 (unknown host); --bootstrap-server says"
                                    + " which to ask\n"),
                    result.err());
            assertEquals(1, result.err().lines().count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics list", "consume t", "produce t"})
    void somebodyWhoListensButNeverAnswersIsNotWaitedForLongerThanAsked(String command) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long startedNs = System.nanoTime();
            Cli.Result result = run(command + " --timeout 1 -b localhost:" + silent.getLocalPort());
            assertEquals(1, result.exitCode());
            assertEquals(1, result.err().lines().count(), result.err());
            assertTrue(System.nanoTime() - startedNs < 25_000_000_000L, "took too long");
        }
    }

    @Test
    void unreadableClientConfigsAreNamed(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing");
        assertEquals(
                new Cli.Result(
                        1, "", "headrace topics list: cannot read settings from " + missing + ": no such file\n"),
                run("topics list --client-config " + missing));
        Path binary = Files.write(directory.resolve("binary"), new byte[] {'a', '=', (byte) 0xff, (byte) 0xfe});
        assertEquals(
                new Cli.Result(
                        1,
                        "",
                        "headrace topics list: cannot read settings from " + binary + ": it is not UTF-8 text\n"),
                run("topics list --client-config " + binary));
        assertEquals(
                new Cli.Result(
                        1,
                        "",
                        "headrace topics list: cannot read settings from " + directory + ": it is a directory\n"),
                run("topics list --client-config " + directory));
    }

    private static Cli.Result run(String command) {
        return Cli.run(command.isEmpty() ? new String[0] : command.split(" ", -1));
    }
}
