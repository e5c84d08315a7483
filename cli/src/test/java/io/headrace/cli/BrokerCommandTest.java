package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.testsupport.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerCommandTest {
    private static final Pattern READY = Pattern.compile(
            "Headrace broker (\\d+) listens on (\\S+), \\d+\\.\\d\\d s after it was started; its data is in (.+)\n");

    @TempDir
    Path directory;

    private final List<Thread> running = new ArrayList<>();

    /** A broker command under way. */
    private record Running(
            Thread thread, ByteArrayOutputStream out, ByteArrayOutputStream err, AtomicInteger exitCode) {
        Matcher ready() {
            Await.until("ready or ended", () -> out.size() > 0 || !thread.isAlive());
            Matcher ready = READY.matcher(out.toString(StandardCharsets.UTF_8));
            assertTrue(ready.matches(), () -> out + " / " + err);
            return ready;
        }

        void stop() throws InterruptedException {
            thread.interrupt();
            thread.join(60_000);
            assertFalse(thread.isAlive());
        }
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Thread thread : running) {
            thread.interrupt();
            thread.join(60_000);
        }
    }

    @Test
    void itRunsUntilItIsToldToStopAndKeepsWhatItWasGiven() throws Exception {
        Path data = directory.resolve("data");
        Running broker = start("--port", "0", "--data", data.toString());
        Matcher ready = broker.ready();
        assertEquals("1", ready.group(1));
        assertEquals(data.toString(), ready.group(3));
        assertEquals(0, Cli.on(ready.group(2), "topics", "create", "t").exitCode());
        assertEquals(0, Cli.onWith(ready.group(2), "hello\n", "produce", "t").exitCode());
        broker.stop();
        assertEquals(0, broker.exitCode().get());
        assertEquals(1, Cli.on(ready.group(2), "topics", "list").exitCode());

        Running again = start("--port", "0", "--data", data.toString());
        assertEquals("hello\n", Cli.on(again.ready().group(2), "consume", "t").out());
    }

    @Test
    void settingsComeFromFilesAndAreOverruledByOptions() throws Exception {
        Path config = Files.writeString(
                directory.resolve("server.properties"),
                "# Apache's\nnode.id=7\nlisteners=PLAINTEXT://localhost:1\nlog.dirs=" + directory.resolve("file")
                        + "\nprocess.roles=broker\nnum.partitions=2\n");
        Path data = directory.resolve("option");
        Running broker = start(
                "--config", config.toString(), "--port", "0", "--data", data.toString(), "--set", "num.partitions=5");
        Matcher ready = broker.ready();
        assertEquals("7", ready.group(1));
        assertEquals(data.toString(), ready.group(3));
        assertEquals(
                "created t with 5 partitions\n",
                Cli.on(ready.group(2), "topics", "create", "t").out());
        assertFalse(Files.exists(directory.resolve("file")));
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Cli.Result result = Cli.run(
                    "broker",
                    "--port",
                    "" + taken.getLocalPort(),
                    "--data",
                    directory.resolve("d").toString());
            assertEquals(1, result.exitCode());
            assertEquals(
                    "headrace broker: cannot listen on localhost:" + taken.getLocalPort()
                            + ": Address already in use\n",
                    result.err());
        }
    }

    @Test
    void aDirectoryInUseByAnotherBrokerIsNamed() {
        Path data = directory.resolve("data");
        start("--port", "0", "--data", data.toString()).ready();
        assertEquals(
                new Cli.Result(1, "", "headrace broker: data directory " + data + " is in use by another broker\n"),
                Cli.run("broker", "--port", "0", "--data", data.toString()));
    }

    @Test
    void unreadableAndWrongSettingsAreNamed() throws IOException {
        Path missing = directory.resolve("missing.properties");
        assertEquals(
                "headrace broker: cannot read settings from " + missing + ": no such file\n",
                failure("--config", missing.toString()));
        Path config = Files.writeString(directory.resolve("bad.properties"), "num.partitions=many\n");
        assertEquals(
                "headrace broker: Invalid value many for configuration num.partitions: has to be a whole number from"
                        + " -2147483648 to 2147483647\n",
                failure("--config", config.toString()));
        assertEquals(
                "headrace broker: Invalid value shred for configuration log.cleanup.policy: allowed are compact, delete\n",
                failure("--set", "log.cleanup.policy=shred"));
        Path escape = Files.writeString(directory.resolve("escape.properties"), "a=\\u12\n");
        assertEquals(
                "headrace broker: cannot read settings from " + escape + ": Malformed \\uxxxx encoding.\n",
                failure("--config", escape.toString()));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path plain = Files.createFile(directory.resolve("plain"));
        String err = failure("--data", plain.resolve("data").toString());
        assertTrue(err.contains(plain.toString()), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void damagedMetadataIsNamed() throws Exception {
        Path data = directory.resolve("data");
        Running broker = start("--port", "0", "--data", data.toString());
        String servers = broker.ready().group(2);
        Cli.on(servers, "topics", "create", "a");
        Cli.on(servers, "topics", "create", "b");
        broker.stop();
        Path journal = data.resolve("headrace-metadata.journal");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[60] ^= 1;
        Files.write(journal, bytes);
        String err = failure("--data", data.toString());
        assertTrue(err.startsWith("headrace broker: metadata journal " + journal + " is damaged at byte 40: "), err);
        assertEquals(1, err.lines().count(), err);
    }

    private String failure(String... options) {
        List<String> args = new ArrayList<>(List.of("broker", "--port", "0"));
        if (!List.of(options).contains("--data")) {
            args.addAll(List.of("--data", directory.resolve("unused").toString()));
        }
        args.addAll(List.of(options));
        Cli.Result result = Cli.run(args.toArray(String[]::new));
        assertEquals(1, result.exitCode(), result.err());
        assertEquals("", result.out());
        return result.err();
    }

    private Running start(String... options) {
        List<String> args = new ArrayList<>(List.of("broker"));
        args.addAll(List.of(options));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        AtomicInteger exitCode = new AtomicInteger(-1);
        Console console = new Console(InputStream.nullInputStream(), out, err, false);
        Thread thread = new Thread(() -> exitCode.set(Headrace.run(console, args.toArray(String[]::new))));
        thread.start();
        running.add(thread);
        return new Running(thread, out, err, exitCode);
    }
}
