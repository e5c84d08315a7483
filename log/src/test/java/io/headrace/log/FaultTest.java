package io.headrace.log;

import static io.headrace.log.FaultyFileIo.ending;
import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.KafkaStorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail: writers are told, readers go on, and so do writers when the disk does. */
class FaultTest {

    private static final String FIRST = "00000000000000000000.log";
    private static final LogConfig CONFIG =
            LogConfig.builder().segmentBytes(400).indexIntervalBytes(100).build();

    @TempDir
    Path path;

    private final FaultyFileIo io = new FaultyFileIo();
    private TestLogs logs;

    @BeforeEach
    void open() {
        logs = TestLogs.open(path, CONFIG, io);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void aFailedWriteLeavesNothingAndTheNextOneIsAsIfItHadNotBeen() throws IOException {
        logs.append(TestBatch.of("a").producer(9, 0, 0));
        long size = Files.size(logs.file(FIRST));
        for (int part : new int[] {0, 1, 30, 61, 68}) {
            io.full = ending(".log");
            io.written = part;
            KafkaStorageException failed = assertThrows(
                    KafkaStorageException.class,
                    () -> logs.append(TestBatch.of("b").producer(9, 0, 1)));
            assertEquals("appending at offset 1 of orders-0 failed: No space left on device", failed.getMessage());
            assertEquals(size, Files.size(logs.file(FIRST)), "what was written is cut off");
            assertEquals(1, logs.log.view().logEndOffset());
            assertEquals(List.of("a"), logs.values(0));
            assertTrue(logs.append(TestBatch.of("a").producer(9, 0, 0)).duplicate(), "no write, so no failure");
        }
        io.full = file -> false;
        assertEquals(1, logs.append(TestBatch.of("b").producer(9, 0, 1)).firstOffset());
        assertEquals(List.of("a", "b"), logs.values(0));
        logs.reopen();
        assertEquals(List.of("a", "b"), logs.values(0));
    }

    @Test
    void whatCouldNotBeCutIsCutBeforeTheNextWrite() throws IOException {
        logs.append(TestBatch.of("a"));
        io.full = ending(".log");
        io.uncuttable = ending(".log");
        io.written = 30;
        long size = Files.size(logs.file(FIRST));
        assertThrows(KafkaStorageException.class, () -> logs.append(TestBatch.of("b")));
        assertEquals(size + 30, Files.size(logs.file(FIRST)));
        io.full = file -> false;
        assertThrows(KafkaStorageException.class, () -> logs.append(TestBatch.of("c")), "it cannot be cut yet");
        assertEquals(List.of("a"), logs.values(0));
        io.uncuttable = file -> false;
        assertEquals(1, logs.append(TestBatch.of("d")).firstOffset());
        assertEquals(List.of("a", "d"), logs.values(0));
        logs.crash();
        assertEquals(List.of("a", "d"), logs.values(0));
    }

    @Test
    void aDirectoryThatCannotBeMadeFailsTheFirstAppendOnly() {
        io.full = ending("orders-0");
        assertThrows(KafkaStorageException.class, () -> logs.append(TestBatch.of("a")));
        io.full = ending("partition.metadata");
        assertThrows(KafkaStorageException.class, () -> logs.append(TestBatch.of("a")));
        io.full = ending(FIRST);
        assertThrows(KafkaStorageException.class, () -> logs.append(TestBatch.of("a")));
        assertEquals(0, logs.log.view().logEndOffset());
        io.full = file -> false;
        assertEquals(0, logs.append(TestBatch.of("a")).firstOffset());
        logs.crash();
        assertEquals(List.of("a"), logs.values(0));
    }

    @Test
    void aSegmentThatCannotBeMadeFailsTheAppendThatNeedsIt() {
        fill(5);
        int segments = logs.log.view().segmentCount();
        io.full = file -> file.toString().endsWith(".log") && !Files.exists(file);
        int written = 5;
        while (true) {
            try {
                logs.append(TestBatch.of("v" + written));
                written++;
            } catch (KafkaStorageException e) {
                break;
            }
        }
        assertEquals(segments, logs.log.view().segmentCount());
        assertValues(written);
        io.full = file -> false;
        logs.append(TestBatch.of("v" + written));
        assertEquals(segments + 1, logs.log.view().segmentCount());
        assertValues(written + 1);
    }

    @Test
    void aSegmentIsSealedOnlyWithItsIndexesAndItsSnapshot() {
        for (String part : List.of(".index", ".timeindex", ".snapshot")) {
            io.full = ending(part);
            int written = (int) logs.log.view().logEndOffset();
            int segments = logs.log.view().segmentCount();
            while (true) {
                try {
                    logs.append(TestBatch.of("v" + written));
                    written++;
                } catch (KafkaStorageException e) {
                    break;
                }
            }
            assertEquals(segments, logs.log.view().segmentCount(), part);
            assertValues(written);
            io.full = file -> false;
            logs.append(TestBatch.of("v" + written));
            assertEquals(segments + 1, logs.log.view().segmentCount());
            assertEquals(written, logs.log.recoveryPoint());
            assertValues(written + 1);
        }
        int end = (int) logs.log.view().logEndOffset();
        logs.directory.checkpoint();
        logs.crash();
        assertValues(end);
    }

    @Test
    void theTimeIndexOfASegmentThatWasFlushedBeforeItWasFullIsWhole() {
        logs.log.updateConfig(LogConfig.builder().indexIntervalBytes(1).build());
        logs.log.truncateFullyAndStartAt(0, NOW);
        for (int i = 0; i < 1200; i++) { // Several pages of index go to the files, the rest stays in memory.
            logs.append(TestBatch.empty().record(1000 + i, null, "v" + i));
        }
        logs.log.flush(1200, NOW);
        logs.directory.checkpoint();
        io.full = ending("index");
        assertThrows(KafkaStorageException.class, () -> logs.log.roll(NOW));
        io.full = file -> false;
        logs.directory.checkpoint();
        logs.log.roll(NOW);
        logs.append(TestBatch.empty().record(1, null, "after"));
        logs.crash();
        assertEquals(1199, logs.log.offsetForTimestamp(2199).orElseThrow().offset());
        assertEquals(1199, logs.log.offsetOfMaxTimestamp().orElseThrow().offset());
    }

    @Test
    void aFailedFsyncFreezesTheRecoveryPointUntilTheNextStart() {
        fill(3);
        io.unforced = ending(".log");
        KafkaStorageException failed = assertThrows(KafkaStorageException.class, () -> logs.log.flush(3, NOW));
        assertEquals("flushing of orders-0 failed: No space left on device", failed.getMessage());
        assertEquals(0, logs.log.recoveryPoint());
        io.unforced = file -> false;
        KafkaStorageException frozen = assertThrows(KafkaStorageException.class, () -> logs.log.flush(3, NOW));
        assertTrue(frozen.getMessage().contains("an earlier fsync failed"), frozen.getMessage());
        assertEquals(0, logs.log.recoveryPoint());
        logs.append(TestBatch.of("v3"));
        assertValues(4);
        logs.crash();
        logs.log.flush(4, NOW);
        assertEquals(4, logs.log.recoveryPoint());
    }

    @Test
    void aLogThatCannotBeClosedIsRecheckedByTheNextStart() throws IOException {
        fill(3);
        logs.directory.checkpoint();
        io.unforced = ending(".log");
        try (LogLines lines = new LogLines()) {
            logs.directory.close(NOW);
            assertEquals("the log of orders-0 is not closed cleanly, the next start rechecks it", lines.onlyLine());
        }
        assertFalse(Files.readString(path.resolve("recovery-point-offset-checkpoint"))
                .contains("orders"));
        io.unforced = file -> false;
        logs.open(NOW);
        assertValues(3);
    }

    @Test
    void aReadErrorIsTheReadersAlone() {
        fill(3);
        io.unreadable = ending(".log");
        KafkaStorageException failed = assertThrows(KafkaStorageException.class, () -> logs.log.read(0, 100, true, 3));
        assertEquals("reading from offset 0 of orders-0 failed", failed.getMessage());
        logs.append(TestBatch.of("v3"));
        io.unreadable = file -> false;
        assertValues(4);
    }

    @Test
    void interruptedThreadsReadAndWriteOn() {
        fill(3);
        Thread.currentThread().interrupt();
        logs.append(TestBatch.of("v3"));
        assertTrue(Thread.interrupted(), "the interrupt is left for whoever looks at it");
        Thread.currentThread().interrupt();
        assertValues(4);
        assertTrue(Thread.interrupted());
        logs.log.flush(4, NOW);
        assertEquals(4, logs.log.recoveryPoint());
    }

    private void fill(int batches) {
        for (int i = 0; i < batches; i++) {
            logs.append(TestBatch.of("v" + i));
        }
    }

    private void assertValues(int count) {
        assertEquals(IntStream.range(0, count).mapToObj(i -> "v" + i).toList(), logs.values(0));
    }
}
