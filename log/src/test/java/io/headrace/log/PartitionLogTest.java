package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.KafkaStorageException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.errors.RecordBatchTooLargeException;
import io.headrace.common.record.TimestampType;
import io.headrace.log.epoch.LeaderEpochs.EpochEndOffset;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionLogTest {

    private static final LogConfig SMALL_SEGMENTS =
            LogConfig.builder().segmentBytes(500).indexIntervalBytes(100).build();

    @TempDir
    Path path;

    private TestLogs logs;

    @BeforeEach
    void open() {
        logs = TestLogs.open(path, SMALL_SEGMENTS);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void aPartitionWithoutRecordsHasNoFiles() {
        assertFalse(logs.log.existsOnDisk());
        assertFalse(Files.exists(path.resolve("orders-0")));
        assertEquals(0, logs.log.view().logStartOffset());
        assertEquals(0, logs.log.view().logEndOffset());
        assertTrue(logs.log.read(0, 100, true, Long.MAX_VALUE).isEmpty());
        assertEquals(Optional.empty(), logs.log.offsetForTimestamp(0));
        assertEquals(Optional.empty(), logs.log.offsetOfMaxTimestamp());
    }

    @Test
    void theFirstRecordMakesTheDirectoryAndOneSegmentFile() throws IOException {
        logs.append(TestBatch.of("a"));
        try (var files = Files.list(path.resolve("orders-0"))) {
            assertEquals(
                    List.of("00000000000000000000.log", "partition.metadata"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(
                "version: 0\ntopic_id: " + TestLogs.TOPIC_ID + "\n", Files.readString(logs.file("partition.metadata")));
    }

    @Test
    void offsetsEpochsAndTimesAreStamped() {
        AppendResult first = logs.append(TestBatch.of("a", "b"), 3, NOW);
        AppendResult second = logs.append(TestBatch.of("c"), 4, NOW + 1);
        assertEquals(new AppendResult(0, 1, 1000, -1, 3, 0, false), first);
        assertEquals(new AppendResult(2, 2, 1000, -1, 4, 0, false), second);
        List<TestLogs.Read> read = TestLogs.records(logs.log, 0, 10_000);
        assertEquals(
                List.of(
                        new TestLogs.Read(0, 1000, "a", 3),
                        new TestLogs.Read(1, 1000, "b", 3),
                        new TestLogs.Read(2, 1000, "c", 4)),
                read);
        assertEquals(4, logs.log.view().epochs().latestEpoch());
        assertEquals(new EpochEndOffset(3, 2), logs.log.view().epochs().endOffsetFor(3, 3));
    }

    @Test
    void logAppendTimeReplacesTheProducersTimestamps() {
        logs.log.updateConfig(SMALL_SEGMENTS.toBuilder()
                .timestampType(TimestampType.LOG_APPEND_TIME)
                .build());
        AppendResult result = logs.append(TestBatch.of("a", "b"), 0, NOW + 5);
        assertEquals(NOW + 5, result.logAppendTimeMs());
        assertEquals(NOW + 5, result.maxTimestamp());
        assertEquals(
                List.of(new TestLogs.Read(0, NOW + 5, "a", 0), new TestLogs.Read(1, NOW + 5, "b", 0)),
                TestLogs.records(logs.log, 0, 10_000));
    }

    @Test
    void readsStartWithTheBatchThatHoldsTheOffsetAndEndBeforeTheBound() {
        logs.append(TestBatch.of("a", "b", "c"));
        logs.append(TestBatch.of("d", "e"));
        logs.append(TestBatch.of("f"));
        assertEquals(0, firstOffset(1, 10_000, true, Long.MAX_VALUE));
        assertEquals(3, firstOffset(4, 10_000, true, Long.MAX_VALUE));
        assertEquals(5, firstOffset(5, 10_000, true, Long.MAX_VALUE));
        assertEquals(List.of("a", "b", "c"), read(0, 10_000, 3));
        assertEquals(List.of("a", "b", "c"), read(0, 10_000, 4), "the bound lies within the second batch");
        assertEquals(List.of("a", "b", "c", "d", "e"), read(0, 10_000, 5));
        assertEquals(List.of(), read(3, 10_000, 3));
        assertEquals(List.of(), read(3, 10_000, 4));
        assertEquals(List.of(), read(6, 10_000, Long.MAX_VALUE));
    }

    @Test
    void theFirstBatchIsGivenWholeOnlyIfAsked() {
        logs.append(TestBatch.of("a".repeat(200)));
        logs.append(TestBatch.of("b"));
        assertTrue(logs.log.read(0, 50, false, Long.MAX_VALUE).isEmpty());
        assertEquals(List.of("a".repeat(200)), read(0, 50, Long.MAX_VALUE));
        int first = TestBatch.of("a".repeat(200)).bytes().length;
        FetchSlice cut = logs.log.read(0, first + 10, false, Long.MAX_VALUE);
        assertEquals(first + 10, cut.size());
        assertEquals(1, TestLogs.slice(cut).size(), "the second batch is cut off");
    }

    @Test
    void offsetsOutOfRangeAreRefusedByName() {
        logs.append(TestBatch.of("a", "b"));
        logs.log.raiseLogStartOffset(1);
        OffsetOutOfRangeException below =
                assertThrows(OffsetOutOfRangeException.class, () -> logs.log.read(0, 100, true, Long.MAX_VALUE));
        assertEquals("offset 0 of orders-0 is not within [1, 2]", below.getMessage());
        OffsetOutOfRangeException above =
                assertThrows(OffsetOutOfRangeException.class, () -> logs.log.read(3, 100, true, Long.MAX_VALUE));
        assertEquals("offset 3 of orders-0 is not within [1, 2]", above.getMessage());
        assertEquals(
                "offset 3 of orders-0 is above the log end offset 2",
                assertThrows(OffsetOutOfRangeException.class, () -> logs.log.raiseLogStartOffset(3))
                        .getMessage());
    }

    @Test
    void segmentsAreRolledBySize() {
        for (int i = 0; i < 20; i++) {
            logs.append(TestBatch.of("value-" + i + "-" + "x".repeat(50)));
        }
        assertTrue(logs.log.view().segmentCount() > 4, logs.log.view().toString());
        for (int i = 0; i < logs.log.view().segmentCount(); i++) {
            assertTrue(logs.log.view().limit(i) <= 500);
        }
        assertEquals(20, logs.values(0).size());
        for (int offset = 0; offset < 20; offset++) {
            assertTrue(logs.values(offset).get(0).startsWith("value-" + offset + "-"));
        }
    }

    @Test
    void aBatchLargerThanASegmentIsRefused() {
        RecordBatchTooLargeException refused =
                assertThrows(RecordBatchTooLargeException.class, () -> logs.append(TestBatch.of("x".repeat(500))));
        assertEquals("570 bytes for orders-0 exceed segment.bytes, 500", refused.getMessage());
        assertEquals(0, logs.log.view().logEndOffset());
    }

    @Test
    void segmentsAreRolledByTheRecordsOwnTime() {
        logs.log.updateConfig(LogConfig.builder().segmentMs(1000).build());
        logs.append(TestBatch.empty().record(5000, null, "a".getBytes(UTF_8)));
        logs.append(TestBatch.empty().record(6000, null, "b".getBytes(UTF_8)), 0, NOW + 100_000);
        assertEquals(1, logs.log.view().segmentCount());
        logs.append(TestBatch.empty().record(6001, null, "c".getBytes(UTF_8)), 0, NOW);
        assertEquals(2, logs.log.view().segmentCount());
    }

    @Test
    void jitterTakesAtMostItsShareOffTheAgeAndStaysTheSameForASegment() {
        LogConfig config =
                LogConfig.builder().segmentMs(1000).segmentJitterMs(400).build();
        long jitter = Roll.jitterMs(logs.log.view().active(), config);
        assertTrue(jitter >= 0 && jitter < 400);
        assertEquals(jitter, Roll.jitterMs(logs.log.view().active(), config));
        assertEquals(0, Roll.jitterMs(logs.log.view().active(), LogConfig.defaults()));
    }

    @Test
    void segmentsAreRolledWhenAnIndexIsFull() {
        logs.close();
        logs = TestLogs.open(
                path.resolve("full"),
                LogConfig.builder().indexIntervalBytes(0).segmentIndexBytes(40).build());
        for (int i = 0; i < 12; i++) {
            logs.append(TestBatch.empty().record(1000 + i, null, "x".getBytes(UTF_8)));
        }
        assertTrue(logs.log.view().segmentCount() >= 3, logs.log.view().toString());
        assertEquals(12, logs.values(0).size());
    }

    @Test
    void aFollowersOffsetFarAwayStartsANewSegment() {
        logs.append(TestBatch.of("a"));
        long far = 1L + Integer.MAX_VALUE + 10;
        ByteBuf batch = Unpooled.wrappedBuffer(TestBatch.of("b").at(far, 2).bytes());
        logs.log.appendAsFollower(batch, NOW);
        assertEquals(2, logs.log.view().segmentCount());
        assertEquals(far + 1, logs.log.view().logEndOffset());
        assertEquals(List.of("a", "b"), logs.values(0));
        assertEquals(List.of("b"), logs.values(5), "offsets between two batches are read from the next one");
    }

    @Test
    void aFollowersFirstBatchMayBeFarAboveAnEmptyLog() {
        long far = 3_000_000_000L;
        byte[] batch = TestBatch.of("x").at(far, 0).bytes();
        byte[] tooFar = TestBatch.of("y").at(2 * far, 0).bytes();
        logs.log.appendAsFollower(Unpooled.wrappedBuffer(batch, tooFar), NOW);
        assertEquals(far + 1, logs.log.view().logEndOffset(), "what does not fit into the segment is left out");
        logs.log.appendAsFollower(Unpooled.wrappedBuffer(tooFar), NOW);
        logs.reopen();
        assertEquals(2 * far + 1, logs.log.view().logEndOffset());
        assertEquals(List.of("x", "y"), logs.values(far));
        assertEquals(List.of("y"), logs.values(far + 1));
        logs.crash();
        assertEquals(List.of("x", "y"), logs.values(far));
    }

    @Test
    void aSegmentOfAnEarlierRunIsPreparedBeforeItIsRead() {
        fill(20);
        assertTrue(logs.log.isReadyToRead(0));
        logs.reopen();
        assertFalse(logs.log.isReadyToRead(0));
        assertTrue(logs.log.isReadyToRead(19));
        logs.log.prepareRead(0);
        assertTrue(logs.log.isReadyToRead(0));
        assertEquals(20, logs.values(0).size());
    }

    @Test
    void followersKeepOffsetsAndEpochsAndLeaveOutACutBatch() {
        byte[] first = TestBatch.of("a", "b").at(0, 5).bytes();
        byte[] second = TestBatch.of("c").at(2, 6).bytes();
        ByteBuf fetched = Unpooled.wrappedBuffer(first, second, new byte[] {0, 0, 0});
        AppendResult result = logs.log.appendAsFollower(fetched, NOW);
        assertEquals(0, result.firstOffset());
        assertEquals(2, result.lastOffset());
        assertEquals(3, logs.log.view().logEndOffset());
        assertEquals(6, logs.log.view().epochs().latestEpoch());
        assertEquals(5, logs.log.view().epochs().epochFor(1));
        assertThrows(
                OffsetOutOfRangeException.class,
                () -> logs.log.appendAsFollower(
                        Unpooled.wrappedBuffer(TestBatch.of("x").at(1, 6).bytes()), NOW));
    }

    @Test
    void recordsAreFoundByTime() {
        for (int i = 0; i < 40; i++) {
            logs.append(TestBatch.empty()
                    .record(1000 + i * 10L, null, ("a" + i).getBytes(UTF_8))
                    .record(1005 + i * 10L, null, ("b" + i).getBytes(UTF_8)));
        }
        assertTrue(logs.log.view().segmentCount() > 3);
        assertEquals(
                new TimestampedOffset(1000, 0, 0),
                logs.log.offsetForTimestamp(0).orElseThrow());
        for (int i = 0; i < 40; i++) {
            assertEquals(
                    new TimestampedOffset(1005 + i * 10L, 2L * i + 1, 0),
                    logs.log.offsetForTimestamp(1001 + i * 10L).orElseThrow());
        }
        assertEquals(Optional.empty(), logs.log.offsetForTimestamp(1396));
        assertEquals(
                new TimestampedOffset(1395, 79, 0),
                logs.log.offsetOfMaxTimestamp().orElseThrow());
        logs.log.raiseLogStartOffset(11);
        assertEquals(
                new TimestampedOffset(1055, 11, 0),
                logs.log.offsetForTimestamp(0).orElseThrow());
    }

    @Test
    void timesOutOfOrderAreFound() {
        long[] times = {5000, 3000, 9000, 1000, 9000, 2000};
        for (long time : times) {
            logs.append(TestBatch.empty().record(time, null, "x".repeat(80).getBytes(UTF_8)));
        }
        assertEquals(0, logs.log.offsetForTimestamp(4000).orElseThrow().offset());
        assertEquals(2, logs.log.offsetForTimestamp(5001).orElseThrow().offset());
        assertEquals(2, logs.log.offsetOfMaxTimestamp().orElseThrow().offset());
        logs.reopen();
        assertEquals(2, logs.log.offsetForTimestamp(5001).orElseThrow().offset());
        assertEquals(2, logs.log.offsetOfMaxTimestamp().orElseThrow().offset());
    }

    @Test
    void retentionBySizeDeletesOldSegmentsBelowTheHighWatermark() {
        fill(20);
        logs.log.updateConfig(
                SMALL_SEGMENTS.toBuilder().retentionBytes(1000).retentionMs(-1).build());
        long before = logs.log.sizeInBytes();
        assertTrue(logs.log.retention(0, NOW).isEmpty(), "nothing is below the high watermark");
        RetentionDecision decision = logs.log.retention(20, NOW);
        assertEquals("retention.bytes", decision.reason());
        assertEquals(decision.segmentCount(), logs.log.apply(decision, NOW));
        assertTrue(logs.log.sizeInBytes() >= 1000 && logs.log.sizeInBytes() < before);
        assertEquals(decision.newStartOffset(), logs.log.view().logStartOffset());
        assertEquals(0, logs.log.apply(decision, NOW), "carried out once");
        assertEquals(
                20 - decision.newStartOffset(),
                logs.values(decision.newStartOffset()).size());
    }

    @Test
    void retentionByTimeMayEmptyTheLogAndOffsetsGoOn() {
        fill(10);
        logs.log.updateConfig(SMALL_SEGMENTS.toBuilder().retentionMs(1000).build());
        int segments = logs.log.view().segmentCount();
        RetentionDecision decision = logs.log.retention(10, NOW);
        assertEquals(segments, logs.log.apply(decision, NOW));
        assertEquals(10, logs.log.view().logStartOffset());
        assertEquals(10, logs.log.view().logEndOffset());
        assertEquals(10, logs.append(TestBatch.of("next")).firstOffset());
        logs.crash();
        assertEquals(List.of("next"), logs.values(10));
        assertEquals(10, logs.log.view().logStartOffset());
    }

    @Test
    void anEmptyLogGoesOnAtItsOffsetAfterARestart() {
        fill(10);
        logs.log.updateConfig(SMALL_SEGMENTS.toBuilder().retentionMs(1000).build());
        logs.log.apply(logs.log.retention(10, NOW), NOW);
        logs.reopen();
        assertEquals(10, logs.log.view().logStartOffset());
        assertEquals(10, logs.log.view().logEndOffset());
        logs.crash();
        assertEquals(10, logs.log.view().logEndOffset());
    }

    @Test
    void deletedRecordsStayDeletedAfterACheckpointAndTheirSegmentsGo() throws IOException {
        fill(20);
        assertTrue(logs.log.raiseLogStartOffset(9));
        assertFalse(logs.log.raiseLogStartOffset(9));
        logs.directory.checkpoint();
        assertTrue(Files.readString(path.resolve("log-start-offset-checkpoint")).contains("orders 0 9"));
        logs.crash();
        assertEquals(9, logs.log.view().logStartOffset());
        assertThrows(OffsetOutOfRangeException.class, () -> logs.log.read(8, 100, true, Long.MAX_VALUE));
        logs.log.updateConfig(SMALL_SEGMENTS.toBuilder().retentionMs(-1).build());
        RetentionDecision decision = logs.log.retention(20, NOW);
        assertEquals("below the log start offset", decision.reason());
        assertTrue(logs.log.apply(decision, NOW) > 0);
        assertEquals(9, logs.log.view().logStartOffset());
        assertEquals(11, logs.values(9).size());
    }

    @Test
    void deletedSegmentsAreRenamedAtOnceAndUnlinkedAfterTheDelay() {
        fill(20);
        logs.log.updateConfig(SMALL_SEGMENTS.toBuilder()
                .retentionBytes(0)
                .fileDeleteDelayMs(5000)
                .build());
        logs.log.apply(logs.log.retention(20, NOW), NOW);
        assertFalse(Files.exists(logs.file("00000000000000000000.log")));
        assertTrue(Files.exists(logs.file("00000000000000000000.log.deleted")));
        logs.directory.deleteDue(NOW + 4999);
        assertTrue(Files.exists(logs.file("00000000000000000000.log.deleted")));
        logs.directory.deleteDue(NOW + 5000);
        assertFalse(Files.exists(logs.file("00000000000000000000.log.deleted")));
    }

    @Test
    void aSliceOfADeletedSegmentCanStillBeRead() throws IOException {
        fill(20);
        FetchSlice held = logs.log.read(0, 10_000, true, Long.MAX_VALUE);
        LogView old = logs.log.view();
        logs.log.updateConfig(SMALL_SEGMENTS.toBuilder()
                .retentionBytes(0)
                .fileDeleteDelayMs(0)
                .build());
        logs.log.apply(logs.log.retention(20, NOW), NOW);
        logs.directory.deleteDue(NOW);
        assertFalse(Files.exists(logs.file("00000000000000000000.log.deleted")));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        assertEquals(held.size(), held.transferTo(Channels.newChannel(sent), 0));
        assertTrue(held.channel().isOpen());
        assertTrue(TestLogs.slice(held).get(0).value().startsWith("value-0-"));
        assertFalse(held.channel().isOpen(), "the last reader's release closes it");
        assertThrows(IllegalStateException.class, held::release);
        OffsetOutOfRangeException gone =
                assertThrows(OffsetOutOfRangeException.class, () -> logs.log.read(old, 0, 100, true, Long.MAX_VALUE));
        assertTrue(gone.getMessage().contains("[20, 20]"), gone.getMessage());
    }

    @Test
    void truncationCutsRecordsEpochsAndTimes() {
        for (int i = 0; i < 20; i++) {
            logs.append(
                    TestBatch.empty().record(1000 + i, null, ("v" + i + "x".repeat(60)).getBytes(UTF_8)), i / 5, NOW);
        }
        logs.log.truncateTo(12, NOW);
        assertEquals(12, logs.log.view().logEndOffset());
        assertEquals(12, logs.values(0).size());
        assertEquals(2, logs.log.view().epochs().latestEpoch());
        assertEquals(11, logs.log.offsetOfMaxTimestamp().orElseThrow().offset());
        logs.log.truncateTo(12, NOW);
        logs.log.truncateTo(3, NOW);
        assertEquals(3, logs.log.view().logEndOffset());
        assertEquals(0, logs.log.view().epochs().latestEpoch());
        assertEquals(3, logs.append(TestBatch.of("again"), 7, NOW).firstOffset());
        logs.reopen();
        assertEquals("again", logs.values(0).get(3));
        assertEquals(4, logs.log.view().logEndOffset());
    }

    @Test
    void truncationWithinABatchTakesTheWholeBatch() {
        logs.append(TestBatch.of("a"));
        logs.append(TestBatch.of("b", "c", "d"));
        logs.log.truncateTo(2, NOW);
        assertEquals(1, logs.log.view().logEndOffset());
        assertEquals(List.of("a"), logs.values(0));
    }

    @Test
    void startingOverDropsEverything() {
        fill(20);
        logs.log.truncateFullyAndStartAt(100, NOW);
        assertEquals(100, logs.log.view().logStartOffset());
        assertEquals(100, logs.log.view().logEndOffset());
        assertEquals(-1, logs.log.view().epochs().latestEpoch());
        logs.crash();
        assertEquals(100, logs.log.view().logEndOffset());
        assertEquals(100, logs.append(TestBatch.of("a")).firstOffset());
        logs.log.truncateTo(50, NOW);
        assertEquals(50, logs.log.view().logEndOffset(), "a truncation below the start starts over there");
    }

    @Test
    void aFlushMovesTheRecoveryPointAndARollDoesSoForSealedSegments() {
        logs.append(TestBatch.of("a", "b"));
        assertEquals(2, logs.log.unflushedRecords());
        logs.log.flush(1, NOW);
        assertEquals(1, logs.log.recoveryPoint());
        logs.log.flush(Long.MAX_VALUE, NOW);
        assertEquals(2, logs.log.recoveryPoint());
        assertEquals(0, logs.log.unflushedRecords());
        logs.append(TestBatch.of("c"));
        logs.log.roll(NOW);
        assertEquals(3, logs.log.recoveryPoint());
        logs.log.roll(NOW);
        assertEquals(2, logs.log.view().segmentCount(), "an empty segment is not rolled");
        logs.append(TestBatch.of("d"));
        logs.log.truncateTo(1, NOW);
        assertTrue(logs.log.recoveryPoint() <= 1);
    }

    @Test
    void aFlushIsDueByRecordsOrByTime() {
        assertFalse(logs.log.isFlushDue(NOW));
        logs.log.updateConfig(
                SMALL_SEGMENTS.toBuilder().flushMessages(3).flushMs(1000).build());
        logs.append(TestBatch.of("a", "b"));
        assertFalse(logs.log.isFlushDue(NOW + 999));
        assertTrue(logs.log.isFlushDue(NOW + 1000));
        logs.append(TestBatch.of("c"));
        assertTrue(logs.log.isFlushDue(NOW));
        logs.log.flush(3, NOW);
        assertFalse(logs.log.isFlushDue(NOW + 5000));
    }

    @Test
    void becomingLeaderStartsAnEpochAtTheLogsEnd() {
        logs.append(TestBatch.of("a"), 1, NOW);
        logs.log.assignLeaderEpoch(4);
        logs.log.assignLeaderEpoch(4);
        assertEquals(4, logs.log.view().epochs().latestEpoch());
        assertEquals(new EpochEndOffset(1, 1), logs.log.view().epochs().endOffsetFor(3, 1));
        logs.append(TestBatch.of("b"), 4, NOW);
        logs.reopen();
        assertEquals(4, logs.log.view().epochs().latestEpoch());
        assertEquals(1, logs.log.view().epochs().epochFor(0));
    }

    @Test
    void aClosedLogRefusesWorkByName() {
        logs.append(TestBatch.of("a"));
        logs.directory.close(NOW);
        assertEquals(
                "the log of orders-0 is closed",
                assertThrows(KafkaStorageException.class, () -> logs.append(TestBatch.of("b")))
                        .getMessage());
        assertThrows(KafkaStorageException.class, () -> logs.log.read(0, 100, true, Long.MAX_VALUE));
    }

    @Test
    void preallocatedSegmentsAreTrimmedWhenSealedAndAtTheEnd() throws IOException {
        logs.log.updateConfig(SMALL_SEGMENTS.toBuilder().preallocate(true).build());
        logs.append(TestBatch.of("a"));
        assertEquals(500, Files.size(logs.file("00000000000000000000.log")));
        assertEquals(List.of("a"), logs.values(0));
        logs.log.roll(NOW);
        assertTrue(Files.size(logs.file("00000000000000000000.log")) < 100);
        logs.append(TestBatch.of("b"));
        logs.config = logs.log.config();
        logs.crash();
        assertEquals(List.of("a", "b"), logs.values(0));
        logs.append(TestBatch.of("c"));
        logs.reopen();
        assertEquals(List.of("a", "b", "c"), logs.values(0));
    }

    private void fill(int batches) {
        for (int i = 0; i < batches; i++) {
            logs.append(TestBatch.of("value-" + i + "-" + "x".repeat(50)));
        }
    }

    private long firstOffset(long offset, int maxBytes, boolean minOneBatch, long bound) {
        FetchSlice slice = logs.log.read(offset, maxBytes, minOneBatch, bound);
        slice.release();
        return slice.firstOffset();
    }

    private List<String> read(long offset, int maxBytes, long bound) {
        return TestLogs.slice(logs.log.read(offset, maxBytes, true, bound)).stream()
                .map(TestLogs.Read::value)
                .toList();
    }
}
