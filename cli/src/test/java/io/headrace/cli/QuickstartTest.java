package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    @TempDir
    Path directory;

    @Test
    void theOrdersThatShipMakeTheRoundTripAndStay() {
        Path data = directory.resolve("data");
        Cli.Result result = Cli.run("quickstart", "--data", data.toString(), "--records", "20000");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("", result.err(), "no progress where there is no terminal");
        List<String> lines = result.lines();
        String rate = " records, \\d+\\.\\d MB, in \\d+\\.\\d\\d s: [\\d,]+ records/s, \\d+\\.\\d MB/s";
        assertMatches(
                "Broker   localhost:\\d+, ready in \\d+\\.\\d\\d s, with topic quickstart of 3 partitions",
                lines.get(0));
        assertMatches("Sent     20,000" + rate, lines.get(1));
        assertMatches("Stored   \\d+\\.\\d MB, compressed [3-9]\\.\\d to 1 with zstd", lines.get(2));
        assertMatches("Read     20,000" + rate, lines.get(3));
        assertEquals("Checked  every record arrived once, per key in order, byte for byte", lines.get(4));
        assertEquals("Files    " + data, lines.get(5));
        assertTrue(lines.get(6).contains("headrace broker --data " + data), lines.get(6));

        try (HeadraceBroker broker = HeadraceBroker.start(Map.of("log.dirs", data.toString(), "port", "0"))) {
            assertEquals(
                    20_000,
                    Cli.on(broker.bootstrapServers(), "consume", "quickstart")
                            .lines()
                            .size());
        }
        Cli.Result again = Cli.run("quickstart", "--data", data.toString(), "--records", "10");
        assertTrue(again.lines().get(0).endsWith("with topic quickstart-2 of 3 partitions"), again.out());
    }

    @Test
    void aFilesLinesMakeTheRoundTripWhateverIsInThem() throws IOException {
        Path file = directory.resolve("lines.csv");
        byte[] bytes = new byte[200_000];
        new java.util.Random(7).nextBytes(bytes);
        Files.write(file, bytes);
        long lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        Cli.Result result = Cli.run(
                "quickstart", file.toString(), "--data", directory.resolve("d").toString());
        assertEquals(0, result.exitCode(), result.err());
        assertMatches("Sent     " + (lines + 1) + " records, .*", result.lines().get(1));
    }

    @Test
    void whatCannotBeSentIsNamed() throws IOException {
        Path missing = directory.resolve("missing");
        assertEquals("headrace quickstart: cannot read " + missing + ": no such file\n", failure(missing.toString()));
        assertEquals(
                "headrace quickstart: cannot read " + directory + ": it is a directory\n",
                failure(directory.toString()));
        Path empty = Files.createFile(directory.resolve("empty"));
        assertEquals("headrace quickstart: " + empty + " has no lines to send\n", failure(empty.toString()));
    }

    private String failure(String file) {
        Cli.Result result =
                Cli.run("quickstart", file, "--data", directory.resolve("d").toString());
        assertEquals(1, result.exitCode());
        return result.err();
    }

    private static void assertMatches(String pattern, String line) {
        assertTrue(line.matches(pattern), line);
    }
}
