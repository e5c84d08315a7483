package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.InvalidTxnStateException;
import io.headrace.common.errors.OutOfOrderSequenceException;
import io.headrace.common.errors.TransactionCoordinatorFencedException;
import io.headrace.log.producer.ProducerEntry;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.log.segment.AbortedTransaction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beginning, verifying and ending transactions in a partition's log, and what of it is stable. */
class TransactionTest {

    private static final long DAY = 86_400_000;
    private static final String INDEX = "00000000000000000000.txnindex";

    /** Records and markers of different years go to one segment. */
    private static final LogConfig CONFIG = LogConfig.builder()
            .segmentMs(Long.MAX_VALUE)
            .retentionMs(-1)
            .indexIntervalBytes(0)
            .build();

    @TempDir
    Path path;

    private TestLogs logs;

    @BeforeEach
    void open() {
        logs = TestLogs.open(path, CONFIG);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    // ---- verification ----

    @Test
    void aTransactionStartsOnlyWithAVerification() {
        InvalidTxnStateException refused = assertThrows(
                InvalidTxnStateException.class, () -> append(TransactionVerification.NONE, batch(9, 0, 0, "a")));
        assertEquals(
                "a batch of producer 9 in epoch 0 is not part of a transaction that was verified",
                refused.getMessage());
        assertEquals(0, logs.log.view().logEndOffset());
        TransactionVerification verified = logs.log.beginVerification(9, (short) 0, 0, false, NOW);
        assertTrue(verified.isNeeded());
        append(verified, batch(9, 0, 0, "a"));
        append(TransactionVerification.NONE, batch(9, 0, 1, "goes on"));
        assertSame(TransactionVerification.NONE, logs.log.beginVerification(9, (short) 0, 2, false, NOW));
    }

    @Test
    void aVerificationFromBeforeTheEndOfATransactionIsVoid() {
        TransactionVerification late = logs.log.beginVerification(9, (short) 0, 0, false, NOW);
        logs.end(TransactionEnd.abort(9, (short) 0, 1, 0));
        assertThrows(InvalidTxnStateException.class, () -> append(late, batch(9, 0, 0, "late")));
        TransactionVerification fresh = logs.log.beginVerification(9, (short) 0, 0, false, NOW);
        assertThrows(InvalidTxnStateException.class, () -> append(late, batch(9, 0, 0, "late")));
        append(fresh, batch(9, 0, 0, "in time"));
    }

    @Test
    void oneVerificationServesAllBatchesThatWaitForIt() {
        TransactionVerification first = logs.log.beginVerification(9, (short) 0, 5, false, NOW);
        assertSame(first, logs.log.beginVerification(9, (short) 0, 6, false, NOW));
        OutOfOrderSequenceException overtaking =
                assertThrows(OutOfOrderSequenceException.class, () -> append(first, batch(9, 0, 6, "second")));
        assertEquals(
                "producer 9 sent sequence 6, and its batch with sequence 5 has not been written",
                overtaking.getMessage());
        append(first, batch(9, 0, 5, "first"));
        append(first, batch(9, 0, 6, "second"));
        assertEquals(2, logs.log.view().logEndOffset());
    }

    @Test
    void aProducerWhoseEpochGrowsStartsWithSequenceZero() {
        TransactionVerification verified = logs.log.beginVerification(9, (short) 3, 4, true, NOW);
        assertThrows(OutOfOrderSequenceException.class, () -> append(verified, batch(9, 3, 4, "late")));
        TransactionVerification again = logs.log.beginVerification(9, (short) 3, 0, true, NOW);
        assertSame(verified, again);
        append(again, batch(9, 3, 0, "first"));
    }

    @Test
    void anOldProducerIsNotVerified() {
        startTransaction(9, 4, "a");
        InvalidProducerEpochException old = assertThrows(
                InvalidProducerEpochException.class, () -> logs.log.beginVerification(9, (short) 3, 0, false, NOW));
        assertEquals("producer 9 has epoch 3, which is older than the epoch 4 known", old.getMessage());
        assertThrows(InvalidProducerEpochException.class, () -> append(TransactionVerification.NONE, batch(9, 3, 1)));
    }

    @Test
    void anOpenTransactionOfAnOlderEpochDoesNotServe() {
        startTransaction(9, 4, "a");
        assertTrue(logs.log.beginVerification(9, (short) 5, 0, true, NOW).isNeeded());
        assertThrows(InvalidTxnStateException.class, () -> append(TransactionVerification.NONE, batch(9, 5, 0, "b")));
    }

    @Test
    void verificationsThatNobodyComesBackWithAreForgotten() {
        TransactionVerification verified = logs.log.beginVerification(9, (short) 0, 0, false, NOW);
        logs.log.expireProducers(NOW + DAY);
        assertThrows(InvalidTxnStateException.class, () -> append(verified, batch(9, 0, 0, "late")));
    }

    @Test
    void whatIsNotPartOfATransactionNeedsNoVerification() {
        append(TransactionVerification.NONE, TestBatch.of("a").producer(9, 0, 0));
        append(TransactionVerification.NONE, TestBatch.of("a"));
        append(TransactionVerification.WAIVED, batch(9, 0, 1, "verification is off"));
        assertEquals(2, logs.log.view().firstUnstableOffset());
    }

    @Test
    void aCoordinatorsRecordsInATransactionAreVerifiedToo() {
        TestBatch offsets = TestBatch.of("offset").producer(9, 0, -1).transactional();
        assertThrows(
                InvalidTxnStateException.class,
                () -> append(TransactionVerification.NONE, offsets, AppendOrigin.COORDINATOR));
        append(logs.log.beginVerification(9, (short) 0, -1, true, NOW), offsets, AppendOrigin.COORDINATOR);
        append(TransactionVerification.NONE, offsets, AppendOrigin.COORDINATOR);
        assertEquals(0, logs.log.view().firstUnstableOffset());
    }

    // ---- markers ----

    @Test
    void aMarkerWithAnOlderEpochIsRefused() {
        startTransaction(9, 4, "a");
        InvalidProducerEpochException old = assertThrows(
                InvalidProducerEpochException.class, () -> logs.end(TransactionEnd.abort(9, (short) 3, 1, 0)));
        assertEquals("producer 9 has epoch 3, which is older than the epoch 4 known", old.getMessage());
        assertEquals(1, logs.log.view().logEndOffset());
        logs.end(TransactionEnd.abort(9, (short) 4, 1, 1));
        assertEquals(List.of(new AbortedTransaction(9, 0, 1, 2)), aborted());
    }

    @Test
    void fromVersionTwoOnAMarkerBringsALargerEpoch() {
        startTransaction(9, 4, "a");
        InvalidProducerEpochException same = assertThrows(
                InvalidProducerEpochException.class, () -> logs.end(TransactionEnd.commit(9, (short) 4, 1, 2)));
        assertEquals(
                "the transaction of producer 9 cannot be ended with epoch 4: it has to be larger than the epoch 4"
                        + " known",
                same.getMessage());
        logs.end(TransactionEnd.commit(9, (short) 5, 1, 2));
        ProducerEntry producer = logs.log.producers().get(0);
        assertEquals(5, producer.epoch());
        assertEquals(-1, producer.lastSequence());
        logs.end(TransactionEnd.commit(9, (short) 5, 1, 2));
        assertEquals(3, logs.log.view().logEndOffset());
        append(logs.log.beginVerification(9, (short) 5, 0, true, NOW), batch(9, 5, 0, "next transaction"));
        assertThrows(InvalidProducerEpochException.class, () -> logs.end(TransactionEnd.commit(9, (short) 5, 1, 2)));
    }

    @Test
    void theLargestEpochEndsATransactionOfItself() {
        startTransaction(9, Short.MAX_VALUE, "a");
        logs.end(TransactionEnd.abort(9, Short.MAX_VALUE, 1, 2));
        assertEquals(2, logs.log.view().firstUnstableOffset());
    }

    @Test
    void aCoordinatorThatWasReplacedIsFenced() {
        logs.end(TransactionEnd.abort(9, (short) 0, 4, 0));
        TransactionCoordinatorFencedException fenced = assertThrows(
                TransactionCoordinatorFencedException.class, () -> logs.end(TransactionEnd.abort(9, (short) 0, 3, 0)));
        assertEquals("the marker's coordinator epoch 3 is older than 4 of producer 9", fenced.getMessage());
        logs.crash();
        assertThrows(
                TransactionCoordinatorFencedException.class, () -> logs.end(TransactionEnd.abort(9, (short) 0, 3, 0)));
    }

    @Test
    void aMarkerWithoutRecordsIsNoAbortedTransaction() {
        logs.end(TransactionEnd.abort(9, (short) 0, 4, 0));
        assertEquals(List.of(), aborted());
        logs.reopen();
        assertFalse(Files.exists(logs.file(INDEX)));
    }

    // ---- stability ----

    @Test
    void nothingIsStableFromTheOldestOpenTransactionOn() {
        startTransaction(1, 0, "a", "b");
        startTransaction(2, 0, "c");
        startTransaction(3, 0, "d");
        logs.end(TransactionEnd.commit(2, (short) 0, 0, 0));
        assertEquals(0, logs.log.view().firstUnstableOffset());
        logs.end(TransactionEnd.commit(1, (short) 0, 0, 0));
        assertEquals(3, logs.log.view().firstUnstableOffset());
        logs.end(TransactionEnd.commit(3, (short) 0, 0, 0));
        assertEquals(7, logs.log.view().firstUnstableOffset());
    }

    @Test
    void anEndCountsOnceItIsCommitted() {
        startTransaction(1, 0, "a");
        logs.log.appendMarker(TransactionEnd.commit(1, (short) 0, 0, 0), 0, NOW);
        startTransaction(1, 0, 1, "b");
        assertEquals(0, logs.log.view().firstUnstableOffset());
        logs.log.committedBelow(1);
        assertEquals(0, logs.log.view().firstUnstableOffset());
        logs.log.committedBelow(2);
        assertEquals(2, logs.log.view().firstUnstableOffset());
    }

    @Test
    void whatIsBelowTheLogStartIsNotWaitedFor() {
        startTransaction(1, 0, "a", "b", "c");
        logs.append(TestBatch.of("d"));
        logs.log.raiseLogStartOffset(2);
        assertEquals(2, logs.log.view().firstUnstableOffset());
    }

    @Test
    void openTransactionsKeepTheirProducersAndCostNoLookAtOthers() {
        int producers = 2_000;
        for (int i = 0; i < producers; i++) {
            startTransaction(i, 0, "v");
        }
        assertEquals(0, logs.log.expireProducers(NOW + 10 * DAY));
        for (int i = 0; i < producers; i++) {
            assertEquals(i, logs.log.view().firstUnstableOffset());
            logs.end(TransactionEnd.commit(i, (short) 0, 0, 0));
        }
        assertEquals(producers, logs.log.expireProducers(NOW + 10 * DAY));
    }

    // ---- the index ----

    @Test
    void theIndexIsMadeAnewAfterACrash() throws IOException {
        abortTwo();
        List<AbortedTransaction> before = aborted();
        assertEquals(List.of(new AbortedTransaction(2, 1, 2, 0), new AbortedTransaction(1, 0, 3, 4)), before);
        logs.crash();
        assertEquals(before, aborted());
        logs.reopen();
        assertEquals(68, Files.size(logs.file(INDEX)));
        assertEquals(before, aborted());
        logs.directory.closeAbruptly();
        Files.delete(logs.file(INDEX));
        logs.open(NOW);
        assertEquals(before, aborted());
    }

    @Test
    void aWrongIndexIsMadeAnewAndThatIsSaid() throws IOException {
        abortTwo();
        List<AbortedTransaction> before = aborted();
        logs.directory.close(NOW);
        byte[] bytes = Files.readAllBytes(logs.file(INDEX));
        bytes[1] = 7;
        Files.write(logs.file(INDEX), bytes);
        try (LogLines lines = new LogLines()) {
            logs.open(NOW);
            assertTrue(
                    lines.onlyLine()
                            .contains("rebuilt the transaction index of segment 0 (entry 0 is out of order or range)"),
                    lines.onlyLine());
        }
        assertEquals(before, aborted());
        logs.directory.close(NOW);
        bytes[1] = 0;
        assertArrayEquals(bytes, Files.readAllBytes(logs.file(INDEX)));
        Files.write(logs.file(INDEX), new byte[33]);
        logs.open(NOW);
        assertEquals(before, aborted());
    }

    @Test
    void theIndexGoesWithItsSegment() {
        abortTwo();
        logs.log.roll(NOW);
        logs.append(TestBatch.of("x"));
        assertTrue(Files.exists(logs.file(INDEX)));
        logs.log.raiseLogStartOffset(5);
        assertEquals(1, logs.log.apply(logs.log.retention(5, NOW), NOW));
        assertFalse(Files.exists(logs.file(INDEX)));
        assertTrue(Files.exists(logs.file(INDEX + ".deleted")));
        assertEquals(List.of(), aborted());
    }

    @Test
    void aTransactionAcrossSegmentsIsFoundFromEachOfThem() {
        startTransaction(1, 0, "a");
        logs.log.roll(NOW);
        append(TransactionVerification.NONE, batch(1, 0, 1, "b"));
        logs.log.roll(NOW);
        logs.append(TestBatch.of("plain"));
        logs.log.roll(NOW);
        logs.end(TransactionEnd.abort(1, (short) 0, 0, 0));
        AbortedTransaction expected = new AbortedTransaction(1, 0, 3, 4);
        for (long offset = 0; offset < 4; offset++) {
            assertEquals(List.of(expected), logs.log.abortedTransactions(offset, offset + 1));
        }
        assertEquals(List.of("2=plain"), CommittedReader.read(logs.log, 0, 4, 1));
    }

    @Test
    void aReaderOfAPieceIsNotToldOfAllThatComesBehindIt() {
        int transactions = 2_000;
        for (int i = 0; i < transactions; i++) {
            startTransaction(1, 0, i, "v");
            logs.end(TransactionEnd.abort(1, (short) 0, 0, 0));
        }
        assertEquals(transactions, aborted().size());
        LogView view = logs.log.view();
        FetchSlice slice = logs.log.read(view, 1_000, 10, true, view.logEndOffset());
        List<AbortedTransaction> told = logs.log.abortedTransactions(view, slice, 1_000, view.logEndOffset());
        slice.release();
        assertEquals(new AbortedTransaction(1, 1_000, 1_001, 1_002), told.get(0));
        assertTrue(told.size() <= 3, () -> told.size() + " aborted transactions");
        assertEquals(List.of(), CommittedReader.read(logs.log, 0, view.logEndOffset(), 500));
        logs.crash();
        assertEquals(transactions, aborted().size());
    }

    @Test
    void onlyWhatOverlapsIsFound() {
        startTransaction(1, 0, "a"); // 0
        startTransaction(2, 0, "b"); // 1
        logs.end(TransactionEnd.abort(2, (short) 0, 0, 0)); // 2
        logs.end(TransactionEnd.abort(1, (short) 0, 0, 0)); // 3
        startTransaction(2, 0, 1, "c"); // 4
        logs.end(TransactionEnd.abort(2, (short) 0, 0, 0)); // 5
        AbortedTransaction of1 = new AbortedTransaction(1, 0, 3, 4);
        AbortedTransaction of2 = new AbortedTransaction(2, 1, 2, 0);
        AbortedTransaction later = new AbortedTransaction(2, 4, 5, 6);
        assertEquals(List.of(of2, of1, later), aborted());
        assertEquals(List.of(of1), logs.log.abortedTransactions(0, 1));
        assertEquals(List.of(of2, of1), logs.log.abortedTransactions(1, 4));
        assertEquals(List.of(of1), logs.log.abortedTransactions(3, 4));
        assertEquals(List.of(later), logs.log.abortedTransactions(4, 5));
        assertEquals(List.of(later), logs.log.abortedTransactions(5, 100));
        assertEquals(List.of(), logs.log.abortedTransactions(6, 100));
    }

    @Test
    void aFollowerThatTakesSeveralEndsAtOnceNotesWhatWasOpenAtEach() {
        startTransaction(1, 0, "a");
        startTransaction(2, 0, "b");
        startTransaction(3, 0, "c");
        for (int i = 1; i <= 3; i++) {
            logs.end(TransactionEnd.abort(i, (short) 0, 0, 0));
        }
        List<AbortedTransaction> ofLeader = aborted();
        assertEquals(1, ofLeader.get(0).lastStableOffset());
        ByteBuf all = Unpooled.buffer();
        FetchSlice slice = logs.log.read(0, 1 << 20, true, 6);
        slice.readInto(all);
        slice.release();
        try (TestLogs follower = TestLogs.open(path.resolve("follower"), CONFIG)) {
            follower.log.appendAsFollower(all, NOW);
            assertEquals(ofLeader, follower.log.abortedTransactions(0, 100));
            assertEquals(0, follower.log.view().firstUnstableOffset());
            follower.log.committedBelow(4);
            assertEquals(1, follower.log.view().firstUnstableOffset());
            follower.log.committedBelow(6);
            assertEquals(6, follower.log.view().firstUnstableOffset());
        }
    }

    private void abortTwo() {
        startTransaction(1, 0, "a");
        startTransaction(2, 0, "b");
        logs.end(TransactionEnd.abort(2, (short) 0, 0, 0));
        logs.end(TransactionEnd.abort(1, (short) 0, 0, 0));
        logs.append(TestBatch.of("c"));
    }

    private List<AbortedTransaction> aborted() {
        return logs.log.abortedTransactions(0, Long.MAX_VALUE);
    }

    private void startTransaction(long producerId, int epoch, String... values) {
        startTransaction(producerId, epoch, 0, values);
    }

    private void startTransaction(long producerId, int epoch, int sequence, String... values) {
        append(TransactionVerification.WAIVED, batch(producerId, epoch, sequence, values));
    }

    private static TestBatch batch(long producerId, int epoch, int sequence, String... values) {
        return TestBatch.of(values.length == 0 ? new String[] {"v"} : values)
                .producer(producerId, epoch, sequence)
                .transactional();
    }

    private AppendResult append(TransactionVerification verified, TestBatch batch) {
        return append(verified, batch, AppendOrigin.CLIENT);
    }

    private AppendResult append(TransactionVerification verified, TestBatch batch, AppendOrigin origin) {
        ByteBuf buffer = Unpooled.wrappedBuffer(ByteBuffer.wrap(batch.bytes()));
        try (BatchAdmission admission = new BatchAdmission(UnpooledByteBufAllocator.DEFAULT, 1 << 20)) {
            return logs.log.append(
                    admission.admit(buffer, logs.log.topicPartition(), logs.config, origin, NOW), verified, 0, NOW);
        }
    }
}
