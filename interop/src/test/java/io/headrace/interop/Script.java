package io.headrace.interop;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Runs shell scripts that call {@code headrace}, in a directory of their own. The command is what this build made. */
final class Script {
    private static final int TIMEOUT_S = 90;

    /** What the command needs of this JVM's class path, and no logging backend. */
    private static final String NEEDED =
            ".*(headrace-|/target/classes|netty-|picocli|jackson-core|jackson-dataformat-yaml|snakeyaml"
                    + "|slf4j-api|lz4-java|zstd-jni|snappy-java|re2j|micrometer|HdrHistogram|LatencyUtils|prometheus).*";

    private final Path directory;
    private final Path bin;

    Script(Path directory) throws IOException {
        this.directory = directory;
        this.bin = Files.createDirectories(directory.resolve("bin"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        // Surefire's own class path is one jar that names the others.
        String here = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String classPath = Arrays.stream(here.split(File.pathSeparator))
                .filter(entry -> entry.matches(NEEDED))
                .collect(Collectors.joining(File.pathSeparator));
        Path command = bin.resolve("headrace");
        Files.writeString(
                command,
                "#!/bin/sh\nexec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
                        + " -Dslf4j.internal.verbosity=ERROR -cp '" + classPath
                        + "' io.headrace.cli.Headrace \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Ends the test as skipped, saying so, where there is no {@code jq}. */
    static void requireJq() {
        try {
            Process process = new ProcessBuilder("jq", "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            process.waitFor();
        } catch (IOException e) {
            Assumptions.abort("SKIPPED: jq is not installed (Debian: apt-get install jq)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a script and returns what it printed on stdout; fails when it fails. */
    String run(String text, Map<String, String> environment) throws Exception {
        Path errors = Files.createTempFile(directory, "stderr", ".txt");
        Path output = Files.createTempFile(directory, "stdout", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + text);
        builder.directory(directory.toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(output.toFile());
        builder.redirectError(errors.toFile());
        builder.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().remove("HEADRACE_PROFILE");
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended;
        try {
            ended = process.waitFor(TIMEOUT_S, TimeUnit.SECONDS);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (!ended) {
            throw new AssertionError("the script did not end:\n" + text + "\n" + Files.readString(errors));
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new AssertionError("exit code " + process.exitValue() + " of\n" + text + "\n" + printed + "\n"
                    + Files.readString(errors, StandardCharsets.UTF_8));
        }
        return printed;
    }
}
