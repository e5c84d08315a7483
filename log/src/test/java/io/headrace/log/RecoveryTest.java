package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.common.errors.InconsistentTopicIdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in a directory when it is opened, what becomes of it, and the one line that says so. */
class RecoveryTest {

    private static final LogConfig CONFIG =
            LogConfig.builder().segmentBytes(400).indexIntervalBytes(100).build();
    private static final String FIRST = "00000000000000000000";

    @TempDir
    Path path;

    private TestLogs logs;

    @AfterEach
    void close() {
        if (logs != null) {
            logs.close();
        }
    }

    // ---- the end of the log ----

    @Test
    void aBatchTornAtAnyByteIsCutOffAndTheRestIsKept() throws IOException {
        TestLogs written = TestLogs.open(path.resolve("source"), CONFIG);
        written.append(TestBatch.of("first", "second"), 1, NOW);
        written.append(TestBatch.of("third").producer(7, 0, 0), 1, NOW);
        int good = (int) Files.size(written.file(FIRST + ".log"));
        written.append(TestBatch.of("torn", "too").producer(7, 0, 1), 2, NOW);
        byte[] whole = Files.readAllBytes(written.file(FIRST + ".log"));
        written.close();
        for (int length = good; length < whole.length; length++) {
            Path target = path.resolve("cut-" + length);
            Files.createDirectories(target.resolve("orders-0"));
            Files.write(target.resolve("orders-0").resolve(FIRST + ".log"), java.util.Arrays.copyOf(whole, length));
            Files.copy(written.file("partition.metadata"), target.resolve("orders-0/partition.metadata"));
            try (LogLines lines = new LogLines();
                    TestLogs opened = TestLogs.open(target, CONFIG)) {
                if (length == good) {
                    assertEquals(List.of(), lines.lines());
                } else {
                    String line = lines.onlyLine();
                    assertTrue(
                            line.startsWith("recovered orders-0 [0, 3): cut " + (length - good)
                                    + " bytes off segment 0 at position " + good + " ("),
                            line);
                }
                assertEquals(3, opened.log.view().logEndOffset());
                assertEquals(List.of("first", "second", "third"), opened.values(0));
                assertEquals(1, opened.log.view().epochs().latestEpoch());
                assertEquals(good, Files.size(opened.file(FIRST + ".log")));
                assertEquals(0, opened.log.producers().get(0).lastSequence());
                assertEquals(
                        3, opened.append(TestBatch.of("next").producer(7, 0, 1)).firstOffset());
                opened.reopen();
                assertEquals(List.of("first", "second", "third", "next"), opened.values(0));
            }
        }
    }

    @Test
    void garbageBehindTheLastBatchIsCutOff() throws IOException {
        writeBatches(3);
        crashAfter(() -> append(FIRST + ".log", new byte[100]));
        assertLine("cut 100 bytes off segment 0", "(magic 0)");
        assertBatches(3);
    }

    @Test
    void garbageIsFoundThoughTheMarkerSaysClean() throws IOException {
        writeBatches(3);
        cleanAfter(() -> append(FIRST + ".log", new byte[] {1, 2, 3}));
        assertLine("cut 3 bytes off segment 0", "less than a header");
        assertBatches(3);
    }

    @Test
    void aFlippedByteEndsTheLogAndSegmentsBehindItGo() throws IOException {
        writeBatches(30);
        int segments = logs.log.view().segmentCount();
        long second = logs.log.view().segment(1).baseOffset();
        assertTrue(segments > 3);
        crashAfter(() -> {
            flip(name(second) + ".log", 130);
        });
        String line = onlyLine;
        assertTrue(line.contains("off segment " + second + " at position"), line);
        assertTrue(line.contains("the CRC of the batch at offset " + (second + 1) + " does not hold"), line);
        assertTrue(line.contains("removed the " + (segments - 2) + " segments behind it"), line);
        assertEquals(second + 1, logs.log.view().logEndOffset());
        assertEquals(second + 1, logs.append(TestBatch.of("next")).firstOffset());
        logs.crash();
        assertEquals(second + 2, logs.values(0).size());
    }

    @Test
    void whatTheRecoveryPointCoversIsNotRechecked() throws IOException {
        writeBatches(30);
        logs.directory.checkpoint();
        logs.directory.closeAbruptly();
        flip(FIRST + ".log", 100);
        try (LogLines lines = new LogLines()) {
            logs.open(NOW);
            assertEquals(List.of(), lines.lines());
        }
        assertEquals(30, logs.log.view().logEndOffset());
        assertEquals("v29", logs.values(29).get(0));
    }

    @Test
    void aMissingCleanMarkerAloneNeedsNoLineForALogInOrder() throws IOException {
        writeBatches(30);
        logs.directory.closeAbruptly();
        try (LogLines lines = new LogLines()) {
            logs.directory = LogDirectory.open(path, logs.directoryConfig);
            OpenedLogs opened = logs.directory.openLogs(List.of(logs.spec()), NOW);
            logs.log = opened.logs().get(TestLogs.PARTITION);
            String line = lines.onlyLine();
            assertTrue(line.contains(": logs were not closed cleanly, "), line);
            assertTrue(line.contains(" bytes were rechecked in "), line);
        }
        assertBatches(30);
    }

    @Test
    void aSegmentMissingInBetweenIsSaidAndReadOver() throws IOException {
        writeBatches(30);
        long second = logs.log.view().segment(1).baseOffset();
        long third = logs.log.view().segment(2).baseOffset();
        crashAfter(() -> {
            for (String suffix : List.of(".log", ".index", ".timeindex")) {
                Files.delete(logs.file(name(second) + suffix));
            }
        });
        assertLine("offsets [" + second + ", " + third + ") are missing");
        assertEquals(30 - (third - second), logs.values(0).size());
        assertEquals("v" + third, logs.values(second).get(0));
        assertEquals(30, logs.log.view().logEndOffset());
    }

    @Test
    void anEmptySegmentInBetweenIsRemoved() throws IOException {
        writeBatches(3);
        crashAfter(() -> {
            Files.createFile(logs.file(name(1) + ".log"));
            Files.move(logs.file(FIRST + ".log"), logs.file(name(2) + ".log"));
        });
        // What was segment 0 now claims to be segment 2, so its first batch has too small an offset.
        String line = onlyLine;
        assertTrue(line.contains("removed the empty segment 1"), line);
        assertEquals(2, logs.log.view().logEndOffset());
    }

    @Test
    void anEmptyLastSegmentIsInOrder() throws IOException {
        writeBatches(3);
        logs.log.roll(NOW);
        logs.directory.closeAbruptly();
        try (LogLines lines = new LogLines()) {
            logs.open(NOW);
            assertEquals(List.of(), lines.lines());
        }
        assertBatches(3);
        assertEquals(3, logs.append(TestBatch.of("v3")).firstOffset());
        assertBatches(4);
    }

    @Test
    void aLogThatEndsBelowItsStartBeginsAnewThere() throws IOException {
        writeBatches(3);
        logs.log.raiseLogStartOffset(3);
        logs.directory.checkpoint();
        crashAfter(() -> truncate(FIRST + ".log", 10));
        assertTrue(
                onlyLine.contains("all segments end at offset 0, below the log start offset 3, and were removed"),
                onlyLine);
        assertEquals(3, logs.log.view().logStartOffset());
        assertEquals(3, logs.append(TestBatch.of("x")).firstOffset());
    }

    // ---- indexes ----

    @Test
    void missingIndexesAreMadeAnew() throws IOException {
        writeBatches(30);
        cleanAfter(() -> {
            Files.delete(logs.file(FIRST + ".index"));
            Files.delete(logs.file(FIRST + ".timeindex"));
        });
        assertLine("rebuilt the indexes of segment 0 (offset index missing)");
        assertBatches(30);
        assertTrue(Files.size(logs.file(FIRST + ".index")) > 0);
    }

    @Test
    void indexesOfAnImpossibleSizeAreMadeAnew() throws IOException {
        writeBatches(30);
        cleanAfter(() -> append(FIRST + ".index", new byte[3]));
        assertLine("rebuilt the indexes of segment 0 (offset index of ");
        cleanAfter(() -> append(FIRST + ".timeindex", new byte[12_000]));
        assertLine("rebuilt the indexes of segment 0 (time index of ");
        assertBatches(30);
    }

    @Test
    void anIndexWithEntriesOutOfOrderIsMadeAnewWhenItIsFirstUsed() throws IOException {
        writeBatches(30);
        cleanAfterQuietly(() -> overwrite(FIRST + ".index", 0, new byte[] {0x7f, 0, 0, 0}));
        try (LogLines lines = new LogLines()) {
            assertBatches(30);
            String line = lines.onlyLine();
            assertTrue(
                    line.startsWith("rebuilt the indexes of segment 0 of ")
                            && line.endsWith("entry 0 of the offset index is out of order or range"),
                    line);
        }
        try (LogLines lines = new LogLines()) {
            logs.reopen();
            assertBatches(30);
            assertEquals(List.of(), lines.lines());
        }
    }

    @Test
    void theLastSegmentsIndexIsLookedThroughAtTheStart() throws IOException {
        writeBatches(30);
        String active = name(logs.log.view().activeSegmentBaseOffset());
        cleanAfter(() -> overwrite(active + ".index", 4, new byte[] {0x7f, 0, 0, 0}));
        assertLine("rebuilt the indexes of segment " + logs.log.view().activeSegmentBaseOffset()
                + " (entry 0 of the offset index is out of order or range)");
        assertBatches(30);
    }

    @Test
    void anIndexThatPointsBesideABatchIsNotFollowed() throws IOException {
        writeBatches(30);
        // In order and in range, but one byte off.
        byte[] index = Files.readAllBytes(logs.log.view().segment(0).path().resolveSibling(FIRST + ".index"));
        assertTrue(index.length >= 8);
        cleanAfterQuietly(() -> overwrite(FIRST + ".index", 7, new byte[] {(byte) (index[7] + 1)}));
        try (LogLines lines = new LogLines()) {
            assertBatches(30);
            String line = lines.onlyLine();
            assertTrue(line.contains("points beside a batch when asked for offset"), line);
        }
    }

    @Test
    void indexesWithoutASegmentAreRemoved() throws IOException {
        writeBatches(3);
        cleanAfter(() -> {
            Files.write(logs.file(name(500) + ".index"), new byte[8]);
            Files.write(logs.file(name(500) + ".timeindex"), new byte[12]);
            Files.write(logs.file(name(500) + ".txnindex"), new byte[34]);
        });
        assertLine("removed indexes without a segment: " + name(500) + ".index, " + name(500) + ".timeindex, "
                + name(500) + ".txnindex");
        assertFalse(Files.exists(logs.file(name(500) + ".txnindex")));
        assertBatches(3);
    }

    // ---- small files ----

    @Test
    void aHalfWrittenEpochFileIsMadeAnewFromTheBatches() throws IOException {
        logs = TestLogs.open(path, CONFIG);
        for (int i = 0; i < 30; i++) {
            logs.append(TestBatch.of("v" + i), i / 10, NOW);
        }
        for (String content : List.of("", "0", "0\n", "0\n3\n0 0\n1 10\n", "0\n1\n5 5", "9\n0\n", "0\n1\nx y\n")) {
            cleanAfter(() -> Files.writeString(logs.file("leader-epoch-checkpoint"), content));
            assertLine("rebuilt leader-epoch-checkpoint (malformed)");
            assertEquals(10, logs.log.view().epochs().endOffsetFor(0, 30).endOffset());
            assertEquals(2, logs.log.view().epochs().latestEpoch());
        }
        cleanAfter(() -> Files.delete(logs.file("leader-epoch-checkpoint")));
        assertLine("rebuilt leader-epoch-checkpoint (missing)");
        assertEquals(20, logs.log.view().epochs().endOffsetFor(1, 30).endOffset());
        logs.reopen();
        assertEquals("0\n3\n0 0\n1 10\n2 20\n", Files.readString(logs.file("leader-epoch-checkpoint")));
    }

    @Test
    void aHalfWrittenRecoveryPointMeansEverythingIsRechecked() throws IOException {
        writeBatches(30);
        logs.directory.checkpoint();
        logs.directory.closeAbruptly();
        Files.writeString(path.resolve("recovery-point-offset-checkpoint"), "0\n1\norders 0");
        try (LogLines lines = new LogLines()) {
            logs.open(NOW);
            String line = lines.onlyLine();
            assertTrue(
                    line.endsWith("recovery-point-offset-checkpoint is malformed: its last line is cut off; all"
                            + " segments count as not flushed"),
                    line);
        }
        assertBatches(30);
    }

    @Test
    void aHalfWrittenLogStartMeansTheFirstSegment() throws IOException {
        writeBatches(3);
        logs.log.raiseLogStartOffset(2);
        logs.directory.close(NOW);
        Files.writeString(path.resolve("log-start-offset-checkpoint"), "0\n2\norders 0 2\n");
        try (LogLines lines = new LogLines()) {
            logs.open(NOW);
            String line = lines.onlyLine();
            assertTrue(line.endsWith("it states 2 entries and has 1; logs start at their first segment"), line);
        }
        assertEquals(0, logs.log.view().logStartOffset());
    }

    @Test
    void unreadableProducerSnapshotsAreMadeUpForByTheLog() throws IOException {
        logs = TestLogs.open(path, CONFIG);
        for (int i = 0; i < 30; i++) {
            logs.append(TestBatch.of("v" + i).producer(9, 0, i));
        }
        cleanAfter(() -> {
            for (Path file : snapshots()) {
                Files.write(file, new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 9});
            }
        });
        assertTrue(onlyLine.contains("producer snapshot 30 unreadable"), onlyLine);
        assertTrue(onlyLine.contains("rebuilt the producers' state from offset 0"), onlyLine);
        assertEquals(29, logs.log.producers().get(0).lastSequence());
        assertEquals(5, logs.log.producers().get(0).batches().size());
        assertEquals(30, logs.append(TestBatch.of("v30").producer(9, 0, 30)).firstOffset());
    }

    @Test
    void missingProducerSnapshotsAreMadeUpForByTheLog() throws IOException {
        logs = TestLogs.open(path, CONFIG);
        for (int i = 0; i < 30; i++) {
            logs.append(TestBatch.of("v" + i).producer(9, 0, i));
        }
        logs.directory.checkpoint();
        crashAfter(() -> {
            for (Path file : snapshots()) {
                Files.delete(file);
            }
        });
        assertLine("rebuilt the producers' state from offset 0");
        assertEquals(29, logs.log.producers().get(0).lastSequence());
    }

    @Test
    void strayFilesAreLeftAloneAndLeftoversRemoved() throws IOException {
        writeBatches(3);
        cleanAfter(() -> {
            Files.writeString(logs.file("notes.txt"), "mine");
            Files.writeString(logs.file(name(0) + ".log.deleted"), "old");
            Files.writeString(logs.file("leader-epoch-checkpoint.tmp"), "half");
        });
        assertLine("ignored notes.txt");
        assertTrue(Files.exists(logs.file("notes.txt")));
        assertFalse(Files.exists(logs.file(name(0) + ".log.deleted")));
        assertFalse(Files.exists(logs.file("leader-epoch-checkpoint.tmp")));
    }

    @Test
    void aDamagedCompactedSegmentTakesNobodysPlace() throws IOException {
        writeBatches(3);
        cleanAfter(() -> Files.writeString(logs.file(name(0) + ".log.swap"), "compacted"));
        assertLine("removed compacted segments that are damaged: [0]");
        assertFalse(Files.exists(logs.file(name(0) + ".log.swap")));
    }

    @Test
    void partitionMetadataIsWrittenAnewOrContradicts() throws IOException {
        writeBatches(3);
        cleanAfter(() -> Files.delete(logs.file("partition.metadata")));
        assertLine("partition.metadata was missing and is written anew");
        cleanAfter(() -> Files.writeString(logs.file("partition.metadata"), "version: 0\n"));
        assertLine("partition.metadata was malformed and is written anew");
        logs.directory.close(NOW);
        logs.directory = LogDirectory.open(path, logs.directoryConfig);
        Uuid other = new Uuid(1, 2);
        InconsistentTopicIdException refused = assertThrows(
                InconsistentTopicIdException.class,
                () -> logs.directory.openLog(new LogSpec(TestLogs.PARTITION, other, CONFIG), NOW));
        assertTrue(
                refused.getMessage().contains("belongs to the topic with id " + TestLogs.TOPIC_ID),
                refused.getMessage());
    }

    // ---- helpers ----

    private String onlyLine;

    private void writeBatches(int count) {
        logs = TestLogs.open(path, CONFIG);
        for (int i = 0; i < count; i++) {
            logs.append(TestBatch.of("v" + i));
        }
    }

    private void assertBatches(int count) {
        assertEquals(
                IntStream.range(0, count).mapToObj(i -> "v" + i).toList(),
                logs.values(logs.log.view().logStartOffset()));
        for (int i = 0; i < count; i++) {
            assertEquals("v" + i, logs.values(i).get(0));
            assertTrue(logs.log.offsetForTimestamp(1000).isPresent());
        }
    }

    private void crashAfter(Damage damage) throws IOException {
        logs.directory.closeAbruptly();
        damage.run();
        openWithOneLine();
    }

    private void cleanAfter(Damage damage) throws IOException {
        logs.directory.close(NOW);
        damage.run();
        openWithOneLine();
    }

    private void cleanAfterQuietly(Damage damage) throws IOException {
        logs.directory.close(NOW);
        damage.run();
        try (LogLines lines = new LogLines()) {
            logs.open(NOW);
            assertEquals(List.of(), lines.lines());
        }
    }

    private void openWithOneLine() {
        try (LogLines lines = new LogLines()) {
            logs.open(NOW);
            onlyLine = lines.onlyLine();
        }
    }

    private void assertLine(String... parts) {
        assertTrue(onlyLine.startsWith("recovered orders-0 ["), onlyLine);
        for (String part : parts) {
            assertTrue(onlyLine.contains(part), onlyLine);
        }
    }

    private List<Path> snapshots() throws IOException {
        try (var files = Files.list(path.resolve("orders-0"))) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".snapshot")).toList());
        }
    }

    private static String name(long offset) {
        return String.format("%020d", offset);
    }

    private void append(String name, byte[] bytes) throws IOException {
        Files.write(logs.file(name), bytes, StandardOpenOption.APPEND);
    }

    private void overwrite(String name, int at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(logs.file(name), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private void flip(String name, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(logs.file(name));
        bytes[at] ^= 0x40;
        Files.write(logs.file(name), bytes);
    }

    private void truncate(String name, int size) throws IOException {
        try (FileChannel channel = FileChannel.open(logs.file(name), StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @FunctionalInterface
    private interface Damage {
        void run() throws IOException;
    }
}
