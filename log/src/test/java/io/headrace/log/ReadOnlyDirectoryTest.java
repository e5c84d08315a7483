package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.headrace.common.TopicPartition;
import io.headrace.common.errors.KafkaStorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory in which nothing can be made any more, while a log in it is open. */
class ReadOnlyDirectoryTest {

    @TempDir
    Path path;

    private TestLogs logs;

    @AfterEach
    void makeWritableAgain() throws Exception {
        if (logs != null) {
            writable(true);
            logs.close();
        }
    }

    @Test
    void writersThatNeedAFileAreToldReadersGoOnAndSoDoWritersLater() throws Exception {
        logs = TestLogs.open(path, LogConfig.defaults());
        logs.append(TestBatch.of("a"));
        logs.append(TestBatch.of("b"));
        writable(false);
        if (canCreate()) {
            abort(
                    "ReadOnlyDirectoryTest was NOT run: neither chattr +i nor permissions make a directory read-only here");
        }
        assertThrows(KafkaStorageException.class, () -> logs.log.roll(NOW));
        logs.log.updateConfig(LogConfig.builder().segmentBytes(140).build());
        KafkaStorageException refused = assertThrows(KafkaStorageException.class, () -> logs.append(TestBatch.of("c")));
        assertTrue(refused.getMessage().startsWith("appending at offset 2 of orders-0 failed: "), refused.getMessage());
        PartitionLog other = logs.directory.openLog(
                new LogSpec(new TopicPartition("other", 0), TestLogs.TOPIC_ID, LogConfig.defaults()), NOW);
        assertEquals(List.of("a", "b"), logs.values(0));
        writable(true);
        assertEquals(2, logs.append(TestBatch.of("c")).firstOffset());
        assertEquals(2, logs.log.view().segmentCount());
        assertEquals(List.of("a", "b", "c"), logs.values(0));
        TestLogs.append(other, TestBatch.of("x"), AppendOrigin.CLIENT, 0, NOW);
    }

    private boolean canCreate() throws IOException {
        try {
            Files.delete(Files.createFile(logs.file("probe")));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void writable(boolean wanted) throws Exception {
        Path directory = path.resolve("orders-0");
        if (wanted) {
            chattr("-i", directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } else {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
            chattr("+i", directory);
        }
    }

    /** Permissions do not stop root; this does. */
    private static void chattr(String flag, Path directory) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("chattr", flag, directory.toString())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().transferTo(System.err);
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (IOException e) {
            System.err.println("no chattr: " + e.getMessage());
        }
    }
}
