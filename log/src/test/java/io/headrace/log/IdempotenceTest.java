package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.InvalidTxnStateException;
import io.headrace.common.errors.OutOfOrderSequenceException;
import io.headrace.common.errors.TransactionCoordinatorFencedException;
import io.headrace.log.producer.ProducerEntry;
import io.headrace.log.producer.TransactionEnd;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log answers to idempotent producers, before and after restarts (KIP-98). */
class IdempotenceTest {

    private static final long DAY = 86_400_000;

    @TempDir
    Path path;

    private TestLogs logs;

    @BeforeEach
    void open() {
        logs = TestLogs.open(path, LogConfig.defaults());
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void aBatchSentAgainIsAnsweredWithItsFirstPlace() {
        logs.append(TestBatch.of("other"));
        AppendResult first = logs.append(batch(0, "a", "b"));
        AppendResult again = logs.append(batch(0, "a", "b"));
        assertFalse(first.duplicate());
        assertEquals(new AppendResult(1, 2, 1000, -1, 0, 0, true), again);
        assertEquals(3, logs.log.view().logEndOffset());
    }

    @Test
    void theLastFiveBatchesAreRememberedAndNoMore() {
        for (int i = 0; i < 6; i++) {
            logs.append(batch(i, "v" + i));
        }
        for (int i = 1; i < 6; i++) {
            assertEquals(i, logs.append(batch(i, "v" + i)).firstOffset());
        }
        OutOfOrderSequenceException forgotten =
                assertThrows(OutOfOrderSequenceException.class, () -> logs.append(batch(0, "v0")));
        assertEquals("producer 9 in epoch 0 sent sequence 0 after 5", forgotten.getMessage());
    }

    @Test
    void aGapIsRefusedAndNothingIsWritten() {
        logs.append(batch(0, "a"));
        long size = logs.log.sizeInBytes();
        assertThrows(OutOfOrderSequenceException.class, () -> logs.append(batch(2, "c")));
        assertEquals(size, logs.log.sizeInBytes());
        assertEquals(1, logs.append(batch(1, "b")).firstOffset());
        assertEquals(2, logs.append(batch(2, "c")).firstOffset());
    }

    @Test
    void anUnknownProducerMayStartAnywhere() {
        assertEquals(0, logs.append(batch(17, "a")).firstOffset());
        assertThrows(OutOfOrderSequenceException.class, () -> logs.append(batch(19, "b")));
        assertEquals(1, logs.append(batch(18, "b")).firstOffset());
    }

    @Test
    void aNewEpochStartsAtZeroAndFencesTheOld() {
        logs.append(TestBatch.of("a").producer(9, 1, 0));
        OutOfOrderSequenceException notZero = assertThrows(
                OutOfOrderSequenceException.class,
                () -> logs.append(TestBatch.of("b").producer(9, 2, 1)));
        assertEquals(
                "producer 9 starts its epoch 2 with sequence 1 instead of 0; the epoch before is 1",
                notZero.getMessage());
        logs.append(TestBatch.of("b").producer(9, 2, 0));
        InvalidProducerEpochException fenced = assertThrows(
                InvalidProducerEpochException.class,
                () -> logs.append(TestBatch.of("c").producer(9, 1, 1)));
        assertEquals("producer 9 has epoch 1, which is older than the epoch 2 known", fenced.getMessage());
        assertEquals(2, logs.log.view().logEndOffset());
    }

    @Test
    void sequencesStartAgainAfterTheLargestInt() {
        logs.append(TestBatch.of("a", "b", "c").producer(9, 0, Integer.MAX_VALUE - 1));
        assertEquals(0, logs.log.producers().get(0).lastSequence());
        assertTrue(logs.append(TestBatch.of("a", "b", "c").producer(9, 0, Integer.MAX_VALUE - 1))
                .duplicate());
        assertEquals(3, logs.append(batch(1, "d")).firstOffset());
        logs.append(TestBatch.of("x").producer(10, 0, Integer.MAX_VALUE));
        assertEquals(5, logs.append(TestBatch.of("y").producer(10, 0, 0)).firstOffset());
    }

    @Test
    void producersAreKnownAfterACleanRestartWithAllTheirBatches() {
        assertKnownAfter(logs::reopen);
    }

    @Test
    void producersAreKnownAfterACrash() {
        assertKnownAfter(logs::crash);
    }

    @Test
    void producersAreKnownAfterACrashBehindARoll() {
        assertKnownAfter(() -> {
            logs.log.roll(NOW);
            logs.directory.checkpoint();
            logs.crash();
        });
    }

    private void assertKnownAfter(Runnable restart) {
        for (int i = 0; i < 7; i++) {
            logs.append(batch(i, "v" + i));
            logs.append(TestBatch.of("w" + i).producer(10, 3, i));
        }
        List<ProducerEntry> before = sorted();
        restart.run();
        assertEquals(before, sorted());
        for (int i = 2; i < 7; i++) {
            AppendResult again = logs.append(batch(i, "v" + i));
            assertTrue(again.duplicate());
            assertEquals(2L * i, again.firstOffset());
        }
        assertEquals(14, logs.append(batch(7, "v7")).firstOffset());
        assertThrows(
                OutOfOrderSequenceException.class,
                () -> logs.append(TestBatch.of("x").producer(10, 3, 9)));
    }

    private List<ProducerEntry> sorted() {
        return logs.log.producers().stream()
                .sorted(java.util.Comparator.comparingLong(ProducerEntry::producerId))
                .toList();
    }

    @Test
    void idleProducersAreForgottenAfterADay() {
        logs.append(batch(0, "a"), 0, NOW);
        logs.append(TestBatch.of("b").producer(10, 0, 0), 0, NOW + DAY / 2);
        assertEquals(0, logs.log.expireProducers(NOW + DAY - 1));
        assertEquals(1, logs.log.expireProducers(NOW + DAY));
        assertEquals(10, logs.log.producers().get(0).producerId());
        logs.append(batch(5, "anything goes for one who is unknown"), 0, NOW + DAY);
    }

    @Test
    void anOpenTransactionKeepsItsProducerAndBoundsTheStableOffset() {
        logs.append(TestBatch.of("a"));
        assertEquals(1, logs.log.view().firstUnstableOffset());
        logs.append(TestBatch.of("b").producer(9, 0, 0).transactional());
        logs.append(TestBatch.of("c").producer(9, 0, 1).transactional());
        logs.append(TestBatch.of("d"));
        assertEquals(1, logs.log.view().firstUnstableOffset());
        assertEquals(0, logs.log.expireProducers(NOW + 10 * DAY));
        InvalidTxnStateException outside =
                assertThrows(InvalidTxnStateException.class, () -> logs.append(batch(2, "e")));
        assertEquals(
                "producer 9 has an open transaction and sent a batch that is not transactional", outside.getMessage());
        logs.crash();
        assertEquals(1, logs.log.view().firstUnstableOffset());
        endTransaction(0, 4);
        assertEquals(5, logs.log.view().firstUnstableOffset());
        assertEquals(4, logs.log.producers().get(0).coordinatorEpoch());
        TransactionCoordinatorFencedException fenced =
                assertThrows(TransactionCoordinatorFencedException.class, () -> endTransaction(0, 3));
        assertTrue(fenced.getMessage().contains("coordinator epoch 3 is older than 4"), fenced.getMessage());
        logs.reopen();
        assertEquals(5, logs.log.view().firstUnstableOffset());
        assertEquals(1, logs.log.producers().get(0).lastSequence());
    }

    private void endTransaction(int producerEpoch, int coordinatorEpoch) {
        logs.end(TransactionEnd.commit(9, (short) producerEpoch, coordinatorEpoch, 0));
    }

    @Test
    void truncationForgetsWhatWasCutOff() {
        for (int i = 0; i < 7; i++) {
            logs.append(batch(i, "v" + i));
        }
        logs.log.roll(NOW);
        logs.append(batch(7, "v7"));
        logs.log.truncateTo(5, NOW);
        assertEquals(4, logs.log.producers().get(0).lastSequence());
        assertEquals(5, logs.append(batch(5, "again")).firstOffset());
        logs.log.truncateFullyAndStartAt(0, NOW);
        assertEquals(List.of(), logs.log.producers());
    }

    private static TestBatch batch(int sequence, String... values) {
        return TestBatch.of(values).producer(9, 0, sequence);
    }
}
