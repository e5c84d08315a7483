package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.headrace.common.errors.KafkaStorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a tmpfs of 2 MB. Needs the right to mount one, and says so where it is missing. */
class FullDiskTest {

    private static final LogConfig CONFIG =
            LogConfig.builder().segmentBytes(300_000).build();

    @TempDir
    Path path;

    private TestLogs logs;

    @BeforeEach
    void mount() throws Exception {
        int exit = run("mount", "-t", "tmpfs", "-o", "size=2m", "headrace-test", path.toString());
        if (exit != 0) {
            abort("FullDiskTest was NOT run: mounting a tmpfs needs root and a mount command (exit code " + exit + ")");
        }
        logs = TestLogs.open(path, CONFIG);
    }

    @AfterEach
    void unmount() throws Exception {
        if (logs != null) {
            logs.close();
            assertEquals(0, run("umount", path.toString()));
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return -1;
        }
        process.getInputStream().transferTo(System.err);
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Test
    void writersAreToldReadersGoOnAndWritersGoOnWhenThereIsRoom() throws IOException {
        Path ballast = path.resolve("ballast");
        Files.write(ballast, new byte[700_000]);
        String value = "x".repeat(10_000);
        int written = 0;
        KafkaStorageException full = null;
        while (full == null) {
            try {
                logs.append(TestBatch.of(written + value).producer(9, 0, written));
                written++;
            } catch (KafkaStorageException e) {
                full = e;
            }
        }
        assertTrue(full.getMessage().endsWith("No space left on device"), full.getMessage());
        assertTrue(written > 50, written + " batches were written");
        for (int i = 0; i < 5; i++) {
            int sequence = written;
            assertThrows(
                    KafkaStorageException.class,
                    () -> logs.append(TestBatch.of(sequence + value).producer(9, 0, sequence)));
            assertEquals(written, logs.values(0).size());
        }
        Files.delete(ballast);
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    written,
                    logs.append(TestBatch.of(written + value).producer(9, 0, written))
                            .firstOffset());
            written++;
        }
        assertEquals(written, logs.values(0).size());
        logs.crash();
        for (int i = 0; i < written; i++) {
            assertEquals(i + value, logs.values(i).get(0));
        }
        logs.directory.close(NOW);
        logs.open(NOW);
        assertEquals(written, logs.values(0).size());
    }
}
