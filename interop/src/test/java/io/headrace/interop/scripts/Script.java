package io.headrace.interop.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands of other languages, and what becomes of a test where they are missing. */
final class Script {

    private static final Logger LOG = LoggerFactory.getLogger(Script.class);
    private static final int TIMEOUT_S = 180;

    private Script() {}

    /** How a command ended, and all that it printed. */
    record Ended(int code, String output) {}

    /** Runs a command to its end. */
    static Ended run(Path directory, List<String> command) throws IOException, InterruptedException {
        File output = File.createTempFile("script-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("did not end: " + command + "\n" + Files.readString(output.toPath(), UTF_8));
            }
            return new Ended(process.exitValue(), Files.readString(output.toPath(), UTF_8));
        } finally {
            Files.delete(output.toPath());
        }
    }

    /** Runs a command, and skips the test, saying so aloud, where it is not there or fails. */
    static void require(String what, Path directory, List<String> command) throws InterruptedException {
        String why;
        try {
            Ended ended = run(directory, command);
            if (ended.code == 0) {
                return;
            }
            why = ended.output;
        } catch (IOException e) {
            why = e.getMessage();
        }
        LOG.warn("SKIPPED: {} is missing: {}", what, why.strip());
        Assumptions.abort("SKIPPED: " + what + " is missing");
    }
}
