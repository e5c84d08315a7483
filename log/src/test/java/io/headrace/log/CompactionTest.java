package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.CorruptRecordException;
import io.headrace.log.compact.DirtyRange;
import io.headrace.record.BatchHeader;
import io.headrace.record.compress.CompressionType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {

    private static final LogConfig CONFIG = LogConfig.builder()
            .cleanupPolicy(false, true)
            .segmentBytes(1000)
            .indexIntervalBytes(100)
            .minCleanableDirtyRatio(0.01)
            .deleteRetentionMs(1000)
            .build();

    @TempDir
    private Path path;

    @Test
    void theLastValueOfEachKeyStaysAtItsOffset() {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            for (int i = 0; i < 100; i++) {
                logs.append(TestBatch.empty().record(NOW + i, "k" + i % 7, "v" + i));
            }
            long end = logs.log.view().activeSegmentBaseOffset();
            Compactions.Log before = Compactions.read(logs.log);
            CompactionResult result = Compactions.compact(logs.log, DirtyRange.NOT_NOTED, NOW);
            assertEquals(end, result.endOffset());
            assertEquals(7, result.keys());
            assertTrue(result.bytesAfter() < result.bytesBefore());
            assertEquals(before.lastOfKeys(end), Compactions.read(logs.log).records());
            assertEquals(100, logs.log.view().logEndOffset());
            for (long offset = 0; offset < 100; offset++) {
                long wanted = offset;
                Compactions.Kept first = Compactions.readFrom(logs.log, offset).get(0);
                assertEquals(
                        before.lastOfKeys(end).stream()
                                .filter(kept -> kept.offset() >= wanted)
                                .findFirst()
                                .orElseThrow(),
                        first);
            }
            Compactions.Log after = Compactions.read(logs.log);
            assertEquals(after, Compactions.read(logs.crash().log));
            assertEquals(after, Compactions.read(logs.reopen().log));
        }
    }

    @Test
    void partsOfCompressedBatchesStayCompressed() {
        for (CompressionType codec : CompressionType.values()) {
            try (TestLogs logs = TestLogs.open(path.resolve(codec.typeName()), CONFIG)) {
                for (int i = 0; i < 40; i++) {
                    logs.append(TestBatch.empty()
                            .codec(codec)
                            .record(NOW, "same", "v".repeat(100) + i)
                            .record(NOW + 5, "k" + i, "w".repeat(100) + i));
                }
                Compactions.Log before = Compactions.read(logs.log);
                long end = logs.log.view().activeSegmentBaseOffset();
                Compactions.compact(logs.log, DirtyRange.NOT_NOTED, NOW);
                Compactions.Log after = Compactions.read(logs.log);
                assertEquals(before.lastOfKeys(end), after.records());
                after.batches().stream()
                        .filter(batch -> batch.records() > 0)
                        .forEach(batch -> assertEquals(codec.id(), batch.codec()));
            }
        }
    }

    @Test
    void aTombstoneStaysUntilItsHorizonAndThenGoes() {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            logs.append(TestBatch.empty().record(NOW, "gone", "value"));
            logs.append(TestBatch.empty()
                    .record(NOW, "gone".getBytes(StandardCharsets.UTF_8), null)
                    .record(NOW, "stays", "value"));
            logs.log.roll(NOW);
            logs.append(TestBatch.empty().record(NOW, "other", "value"));
            Compactions.compact(logs.log, DirtyRange.NOT_NOTED, NOW);
            Compactions.Log once = Compactions.read(logs.log);
            assertEquals(List.of(1L, 2L, 3L), once.offsets());
            assertEquals(NOW + 1000, once.batches().get(0).deleteHorizonMs());
            assertEquals(NOW, once.records().get(0).timestamp());

            Compactions.compact(logs.log, 0, NOW + 999);
            assertEquals(List.of(1L, 2L, 3L), Compactions.read(logs.log).offsets());
            Compactions.compact(logs.log, 0, NOW + 1000);
            assertEquals(List.of(2L, 3L), Compactions.read(logs.log).offsets());
            assertEquals(NOW, Compactions.read(logs.log).records().get(0).timestamp());
        }
    }

    @Test
    void aProducersLastBatchKeepsItsHeader() {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            logs.append(TestBatch.empty().record(NOW, "k", "1").producer(5, 0, 0));
            logs.append(TestBatch.empty().record(NOW, "k", "2").producer(5, 0, 1));
            logs.append(TestBatch.empty().record(NOW, "k", "3"));
            logs.append(TestBatch.empty().record(NOW, "k", "4"));
            logs.log.roll(NOW);
            Compactions.compact(logs.log, DirtyRange.NOT_NOTED, NOW);
            Compactions.Log after = Compactions.read(logs.log);
            assertEquals(List.of(3L), after.offsets());
            assertEquals(
                    List.of(1L, 3L),
                    after.batches().stream().map(Compactions.Batch::baseOffset).toList());
            assertEquals(5, after.batches().get(0).producerId());
            assertTrue(logs.append(TestBatch.empty().record(NOW, "k", "2").producer(5, 0, 1))
                    .duplicate());
            for (Path snapshot : Compactions.files(logs, ".snapshot")) {
                assertTrue(snapshot.toFile().delete());
            }
            logs.crash();
            assertTrue(logs.append(TestBatch.empty().record(NOW, "k", "2").producer(5, 0, 1))
                    .duplicate());
            assertEquals(
                    4,
                    logs.append(TestBatch.empty().record(NOW, "k", "5").producer(5, 0, 2))
                            .firstOffset());
        }
    }

    @Test
    void aMapWithoutRoomTakesSeveralPasses() {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            for (int i = 0; i < 100; i++) {
                logs.append(TestBatch.empty().record(NOW + i, "k" + i % 23, "v" + i));
            }
            long end = logs.log.view().activeSegmentBaseOffset();
            Compactions.Log before = Compactions.read(logs.log);
            long noted = DirtyRange.NOT_NOTED;
            int passes = 0;
            while (noted < end) {
                CompactionResult result = Compactions.compact(
                        logs.log, noted, NOW, new CompactionMemory(10 * 24, 0.9, 512), Compactions.FREELY);
                assertTrue(result.endOffset() > noted, "no progress at " + noted);
                assertTrue(result.keys() <= 9);
                noted = result.endOffset();
                passes++;
            }
            assertTrue(passes > 3);
            assertEquals(before.lastOfKeys(end), Compactions.read(logs.log).records());
        }
    }

    @Test
    void segmentsThatShrankBecomeOne() {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            for (int i = 0; i < 200; i++) {
                logs.append(TestBatch.empty().record(NOW + i, "k" + i % 3, "v" + i));
            }
            int before = logs.log.view().segmentCount();
            long noted =
                    Compactions.compact(logs.log, DirtyRange.NOT_NOTED, NOW).endOffset();
            Compactions.compact(logs.log, noted - 1, NOW);
            assertTrue(before > 10);
            assertTrue(logs.log.view().segmentCount() <= 3, logs.log.view().toString());
            assertEquals(200, logs.reopen().log.view().logEndOffset());
        }
    }

    @Test
    void recordsWithoutKeyFromBeforeTheTopicWasCompactedGo() {
        try (TestLogs logs =
                TestLogs.open(path, LogConfig.builder().segmentBytes(1000).build())) {
            logs.append(TestBatch.of("no key"));
            logs.append(TestBatch.empty().record(NOW, "k", "v"));
            logs.log.roll(NOW);
            logs.log.updateConfig(CONFIG);
            Compactions.compact(logs.log, DirtyRange.NOT_NOTED, NOW);
            assertEquals(List.of(1L), Compactions.read(logs.log).offsets());
        }
    }

    @Test
    void aDamagedBatchEndsTheCompactionAndChangesNothing() throws IOException {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            for (int i = 0; i < 100; i++) {
                logs.append(TestBatch.empty().record(NOW + i, "k" + i % 7, "v" + i));
            }
            LogView before = logs.log.view();
            Path segment = before.segment(1).path();
            byte[] bytes = Files.readAllBytes(segment);
            bytes[bytes.length - 3] ^= 1;
            Files.write(segment, bytes);
            CorruptRecordException damaged = assertThrows(
                    CorruptRecordException.class, () -> Compactions.compact(logs.log, DirtyRange.NOT_NOTED, NOW));
            assertTrue(damaged.getMessage().contains(segment.toString()), damaged.getMessage());
            assertSame(before, logs.log.view());
            // Also when it is found only after a part was written.
            assertThrows(
                    CorruptRecordException.class,
                    () -> Compactions.compact(logs.log, before.segment(2).baseOffset(), NOW));
            assertEquals(List.of(), Compactions.files(logs, ".cleaned"));
            assertEquals(List.of(), Compactions.files(logs, ".swap"));
        }
    }

    @Test
    void timesAreFoundAmongHeadersWithoutRecords() {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            logs.append(TestBatch.empty().record(NOW, "a", "1"));
            logs.append(TestBatch.empty().record(NOW + 500, "b", "2").producer(5, 0, 0));
            logs.log.roll(NOW);
            logs.append(TestBatch.empty().record(NOW + 10, "b", "3"));
            logs.log.roll(NOW);
            Compactions.compact(logs.log, DirtyRange.NOT_NOTED, NOW);
            assertEquals(List.of(0L, 2L), Compactions.read(logs.log).offsets());
            assertEquals(2, logs.log.offsetOfMaxTimestamp().orElseThrow().offset());
            assertEquals(2, logs.log.offsetForTimestamp(NOW + 1).orElseThrow().offset());
            assertFalse(logs.log.offsetForTimestamp(NOW + 11).isPresent());
            assertEquals(
                    BatchHeader.NO_TIMESTAMP,
                    Compactions.read(logs.log).batches().get(1).deleteHorizonMs());
        }
    }
}
