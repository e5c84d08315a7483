package io.headrace.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of its own, with a Maven that only notes that it was called and puts the jars that were built
 * here in their place.
 */
class LauncherIT {
    private static final Path BUILT = Path.of("target").toAbsolutePath();

    private static final String PUT_IN_PLACE = "mkdir -p cli/target/lib && cp '" + BUILT + "'/lib/*.jar cli/target/lib/"
            + " && cp '" + BUILT + "/headrace-cli.jar' cli/target/";

    @TempDir
    Path directory;

    private Path checkout;
    private Path bin;
    private final List<Process> processes = new ArrayList<>();

    /** What a run came to. */
    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        checkout = directory.resolve("check out");
        Files.createDirectories(checkout.resolve("cli/src/main/java"));
        Files.createDirectories(checkout.resolve("common/src/main/java"));
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.writeString(checkout.resolve("cli/pom.xml"), "");
        Files.writeString(checkout.resolve("common/src/main/java/A.java"), "");
        Files.copy(Path.of("../headrace"), checkout.resolve("headrace"));
        makeExecutable(checkout.resolve("headrace"));
        // As after a clone some time ago.
        try (Stream<Path> files = Files.walk(checkout)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
            }
        }
        bin = Files.createDirectory(directory.resolve("bin"));
        // An archive that no JVM can use, and therefore ignores: making a real one takes a while.
        maven(PUT_IN_PLACE + " && echo > cli/target/headrace.jsa");
    }

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void itBuildsOnceAndThenNeverCallsMaven() throws Exception {
        maven(PUT_IN_PLACE);
        Result first = launch("--version");
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.out().startsWith("headrace "), first.out());
        assertTrue(first.err().startsWith("headrace: building, which is done once"), first.err());
        assertEquals(
                List.of("-B -q -Dstyle.color=never -Dfast -Dmaven.test.skip=true -pl cli -am package"), mavenCalls());
        Path archive = checkout.resolve("cli/target/headrace.jsa");
        assertTrue(Files.size(archive) > 1_000_000, "prepared for a fast start");
        FileTime prepared = Files.getLastModifiedTime(archive);

        for (int i = 0; i < 3; i++) {
            assertEquals(new Result(0, first.out(), ""), launch("--version"));
        }
        assertEquals(1, mavenCalls().size());
        assertEquals(prepared, Files.getLastModifiedTime(archive));
    }

    /** How long a start takes depends on the machine; that the classes need not be read and checked does not. */
    @Test
    void theArchiveHoldsWhatACommandNeeds() throws Exception {
        maven(PUT_IN_PLACE);
        // A JVM uses no archive of jars whose path has a space in it.
        checkout = Files.move(checkout, directory.resolve("checkout"));
        launch("--version");
        Path log = directory.resolve("classes");
        try (HeadraceBroker broker = HeadraceBroker.start(
                Map.of("log.dirs", directory.resolve("data").toString(), "port", "0"))) {
            Result listed = launch(
                    Map.of("HEADRACE_JAVA_OPTS", "-Xlog:class+load=info:file=" + log),
                    checkout,
                    "topics",
                    "list",
                    "-b",
                    broker.bootstrapServers());
            assertEquals(new Result(0, "", ""), listed);
        }
        List<String> loaded = Files.readAllLines(log);
        List<String> elsewhere = loaded.stream()
                .filter(line -> line.contains("/cli/target/lib/") && !line.contains("source: shared objects file"))
                .toList();
        assertTrue(loaded.size() > 1_000, "classes were noted");
        assertEquals(
                List.of(),
                elsewhere.stream()
                        .filter(line -> line.contains("/lib/headrace-"))
                        .toList());
        // A few handlers of picocli, and those of Netty's classes that extend the recorder's, which no archive takes.
        assertTrue(elsewhere.size() < 30, elsewhere.toString());
    }

    @Test
    void itBuildsAgainWhenASourceHasChangedOrItIsTold() throws Exception {
        launch("--version");
        Files.writeString(checkout.resolve("common/src/main/java/A.java"), "changed");
        assertEquals(0, launch("--version").exitCode());
        assertEquals(2, mavenCalls().size());
        assertEquals("", launch("--version").err());
        assertEquals(2, mavenCalls().size());

        Result told = launch("--rebuild", "--version");
        assertTrue(told.out().startsWith("headrace "), told.out());
        assertEquals(3, mavenCalls().size());

        Files.writeString(checkout.resolve("pom.xml"), "changed");
        assertEquals(
                "",
                launch(Map.of("HEADRACE_BUILD", "never"), checkout, "--version").err());
        assertEquals(3, mavenCalls().size());
    }

    @Test
    void whoComesWhileItBuildsWaitsAndDoesNotBuildAgain() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starts.add(start(
                    Map.of(),
                    checkout,
                    checkout.resolve("headrace"),
                    directory.resolve("out" + i),
                    directory.resolve("err" + i),
                    "--version"));
        }
        for (int i = 0; i < 3; i++) {
            assertTrue(starts.get(i).waitFor(100, TimeUnit.SECONDS));
            assertEquals(0, starts.get(i).exitValue(), Files.readString(directory.resolve("err" + i)));
            assertTrue(Files.readString(directory.resolve("out" + i)).startsWith("headrace "));
        }
        assertEquals(1, mavenCalls().size());
        assertFalse(Files.exists(checkout.resolve("cli/target/headrace.lock")));

        // Left by a start that was killed.
        Path lock = Files.createDirectory(checkout.resolve("cli/target/headrace.lock"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock.resolve("holder"), dead.pid() + "\n");
        assertEquals(0, launch("--rebuild", "--version").exitCode());
        assertEquals(2, mavenCalls().size());
    }

    @Test
    void itWorksThroughLinksFromAnywhereAndHandsOnArgumentsAsTheyAre() throws Exception {
        launch("--version");
        Path links = Files.createDirectories(directory.resolve("some where/else"));
        Path relative = Files.createSymbolicLink(links.resolve("first"), Path.of("../../check out/headrace"));
        Path absolute = Files.createSymbolicLink(links.resolve("second"), relative);
        for (Path link : List.of(relative, absolute)) {
            Result result = launch(Map.of(), directory, link, "topics", "create", "a  b", "--bootstrap-server", "x y");
            assertEquals(2, result.exitCode());
            assertEquals(
                    "headrace topics create: 'x y' is no broker's address: it is written host:port, with a port from 1"
                            + " to 65535\n",
                    result.err());
        }
        assertEquals(1, mavenCalls().size());
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        maven("echo 'COMPILATION ERROR' && exit 1");
        Result failed = launch("--version");
        assertEquals(1, failed.exitCode());
        assertEquals("", failed.out());
        assertTrue(
                failed.err().endsWith("COMPILATION ERROR\nheadrace: the build has failed; what Maven says is above\n"),
                failed.err());
        assertFalse(Files.exists(checkout.resolve("cli/target/headrace.built")));

        Result noJava = launch(Map.of("JAVA_HOME", "/no/such/java"), checkout, "--version");
        assertEquals(
                new Result(
                        1,
                        "",
                        "headrace: a Java of version 17 or newer is needed: /no/such/java/bin/java is not there\n"),
                noJava);

        Files.delete(bin.resolve("mvn"));
        for (String needed : List.of("bash", "env", "dirname", "readlink", "find", "mkdir", "mv", "rm")) {
            Path script = bin.resolve(needed);
            Files.writeString(script, "#!" + which("bash") + "\nexec " + which(needed) + " \"$@\"\n");
            makeExecutable(script);
        }
        Result noMaven = launch(Map.of("PATH", bin.toString()), checkout, "--version");
        assertEquals(
                new Result(
                        1,
                        "",
                        "headrace: Maven is needed to build Headrace, which is done once: mvn is not on the path\n"),
                noMaven);
    }

    @Test
    void aBrokerStopsCleanlyAndAListIsCutQuietly() throws Exception {
        launch("--version");
        Path data = directory.resolve("data");
        Path out = directory.resolve("broker.out");
        Process broker = start(
                Map.of(),
                checkout,
                checkout.resolve("headrace"),
                out,
                directory.resolve("broker.err"),
                "broker",
                "--port",
                "0",
                "--data",
                data.toString());
        Await.until(
                "broker ready",
                () -> Files.exists(out)
                        && Files.size(out) > 0
                        && Files.readString(out).endsWith("\n"));
        String ready = Files.readString(out);
        String servers = ready.replaceAll("(?s)Headrace broker 1 listens on (\\S+),.*", "$1");
        assertTrue(servers.matches("localhost:\\d+"), ready);

        Path lines = Files.writeString(directory.resolve("lines"), "some line that is repeated\n".repeat(100_000));
        assertEquals(0, launch("topics", "create", "t", "-b", servers).exitCode());
        assertEquals(
                new Result(0, "", "sent 100000 records to t\n"),
                launch("produce", "t", lines.toString(), "-b", servers));
        Process piped = new ProcessBuilder(
                        "bash",
                        "-c",
                        "'" + checkout.resolve("headrace") + "' consume t -b " + servers
                                + " | head -n 1; echo ${PIPESTATUS[0]}")
                .redirectErrorStream(true)
                .start();
        processes.add(piped);
        assertEquals(
                "some line that is repeated\n0\n",
                new String(piped.getInputStream().readAllBytes(), StandardCharsets.UTF_8));

        // SIGTERM.
        broker.destroy();
        assertTrue(broker.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, broker.exitValue());
        assertTrue(Files.readString(directory.resolve("broker.err")).endsWith("Headrace broker 1 has stopped\n"));
        assertTrue(Files.exists(data.resolve(".kafka_cleanshutdown")));
    }

    private Result launch(String... args) throws Exception {
        return launch(Map.of(), checkout, args);
    }

    private Result launch(Map<String, String> environment, Path workingDirectory, String... args) throws Exception {
        return launch(environment, workingDirectory, checkout.resolve("headrace"), args);
    }

    private Result launch(Map<String, String> environment, Path workingDirectory, Path launcher, String... args)
            throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = start(environment, workingDirectory, launcher, out, err, args);
        assertTrue(process.waitFor(100, TimeUnit.SECONDS), "still running");
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Process start(
            Map<String, String> environment, Path workingDirectory, Path launcher, Path out, Path err, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> variables = builder.environment();
        variables.remove("HEADRACE_BUILD");
        variables.remove("HEADRACE_JAVA_OPTS");
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("PATH", bin + ":" + System.getenv("PATH"));
        variables.putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Replaces Maven by a script that notes its arguments and then does {@code action} in the checkout. */
    private void maven(String action) throws IOException {
        Path script = bin.resolve("mvn");
        Files.writeString(
                script, "#!/usr/bin/env bash\necho \"$*\" >> '" + directory.resolve("calls") + "'\n" + action + "\n");
        makeExecutable(script);
    }

    private List<String> mavenCalls() throws IOException {
        return Files.readAllLines(directory.resolve("calls"));
    }

    private static Path which(String program) {
        for (String place : System.getenv("PATH").split(":", -1)) {
            Path candidate = Path.of(place, program);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new AssertionError(program + " is not on the path");
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
