package io.headrace.broker.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.coordinator.ShardRig.Settings;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Batches;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.log.LogConfig;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.record.compress.CompressionType;
import io.headrace.testsupport.Await;
import io.headrace.testsupport.BufferLeaks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(BufferLeaks.class)
class CoordinatorShardTest {

    private static final LogConfig FLUSH_EACH =
            LogConfig.builder().flushMessages(1).build();

    @TempDir
    private Path directory;

    @Test
    void whatAStepDecidesIsReplayedBeforeItIsTold() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.put("a", 1);
            rig.put("b", 2);
            rig.put("a", 3);
            rig.get("b");
            assertEquals(List.of("a=1", "b=2", "a=3", "b=2"), rig.answers);
            assertEquals(List.of("loaded", "0 a=1", "1 b=2", "2 a=3"), rig.inspect(m -> List.copyOf(m.events)));
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void aRestartReplaysThePartition(CompressionType compression) {
        Settings settings = Settings.usual().withCompression(compression).withLoadBufferBytes(100);
        try (ShardRig rig = new ShardRig(directory, settings).loaded()) {
            for (int i = 0; i < 20; i++) {
                rig.put("name-" + i % 7, i);
            }
            rig.step(m -> m.append(
                    List.of(OffsetsMachine.tombstone("name-0"), OffsetsMachine.record("last", 99)),
                    ProducerStamp.NONE,
                    rig.refusal("")));
        }
        try (ShardRig rig = new ShardRig(directory, settings).loaded()) {
            List<String> events = rig.inspect(m -> List.copyOf(m.events));
            assertEquals(23, events.size());
            assertEquals("0 name-0=0", events.get(0));
            assertEquals("19 name-5=19", events.get(19));
            assertEquals(List.of("20 name-0 gone", "21 last=99", "loaded"), events.subList(20, 23));
            assertEquals(
                    Map.of(
                            "name-1", 15L, "name-2", 16L, "name-3", 17L, "name-4", 18L, "name-5", 19L, "name-6", 13L,
                            "last", 99L),
                    rig.inspect(m -> Map.copyOf(m.numbers)));
            rig.put("more", 1);
            assertEquals("22 more=1", rig.inspect(m -> m.events.get(m.events.size() - 1)));
        }
    }

    @Test
    void aBatchThatWasCutOffByACrashIsNotThere() throws IOException {
        ShardRig killed = new ShardRig(directory, Settings.usual()).loaded();
        killed.put("a", 1);
        killed.put("b", 2);
        killed.kill();
        Path log = directory.resolve("numbers-0").resolve("00000000000000000000.log");
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(Files.size(log) - 3);
        }
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            assertEquals(List.of("0 a=1", "loaded"), rig.inspect(m -> List.copyOf(m.events)));
            rig.put("c", 3);
            assertEquals("1 c=3", rig.inspect(m -> m.events.get(2)));
        }
    }

    @Test
    void recordsOfUnknownTypesAreLeftOut() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.put("a", 1);
            // A type that only newer coordinators know.
            rig.step(m -> m.append(
                    List.of(CoordinatorRecord.tombstone(new UnknownRecord()), OffsetsMachine.record("b", 2)),
                    ProducerStamp.NONE,
                    rig.refusal("")));
        }
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            assertEquals(List.of("0 a=1", "2 b=2", "loaded"), rig.inspect(m -> List.copyOf(m.events)));
        }
    }

    @Test
    void transactionsAreReplayedWithTheirProducersAndEnds() {
        ProducerStamp producer = new ProducerStamp(7, (short) 0);
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.step(m -> m.append(List.of(OffsetsMachine.record("a", 1)), producer, rig.refusal("appended ")));
            rig.put("b", 2);
            rig.run(() -> rig.shard().endTransaction(TransactionEnd.commit(7, (short) 0, 1, 1), rig.refusal("ended ")));
            rig.step(m -> m.append(List.of(OffsetsMachine.record("c", 3)), producer, rig.refusal("appended ")));
            rig.run(() -> rig.shard().endTransaction(TransactionEnd.abort(7, (short) 0, 1, 1), rig.refusal("ended ")));
            assertEquals(List.of("appended NONE", "b=2", "ended NONE", "appended NONE", "ended NONE"), rig.answers);
            assertEquals(5, rig.partition().view().logEndOffset());
        }
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            assertEquals(
                    List.of("0 a=1 by 7", "1 b=2", "2 7 committed", "3 c=3 by 7", "4 7 aborted", "loaded"),
                    rig.inspect(m -> List.copyOf(m.events)));
        }
    }

    @Test
    void aMarkerOfAFormerCoordinatorIsRefused() {
        ProducerStamp producer = new ProducerStamp(7, (short) 1);
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.step(m -> m.append(List.of(OffsetsMachine.record("a", 1)), producer, rig.refusal("")));
            rig.run(() -> rig.shard().endTransaction(TransactionEnd.commit(7, (short) 0, 1, 1), rig.refusal("ended ")));
            assertEquals(List.of("NONE", "ended " + Errors.INVALID_PRODUCER_EPOCH), rig.answers);
            assertEquals(List.of("loaded", "0 a=1 by 7"), rig.inspect(m -> List.copyOf(m.events)));
        }
    }

    @Test
    void requestsAreRefusedWhileItLoads() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.put("a", 1);
        }
        try (ShardRig rig = new ShardRig(directory, Settings.usual())) {
            Semaphore gate = new Semaphore(0);
            rig.disk.execute(gate::acquireUninterruptibly);
            rig.disk.execute(gate::acquireUninterruptibly);
            rig.load();
            rig.get("a");
            rig.run(() ->
                    rig.shard().endTransaction(TransactionEnd.commit(7, (short) 0, 1, 1), rig.refusal("marker ")));
            assertEquals(
                    List.of("refused COORDINATOR_LOAD_IN_PROGRESS", "marker COORDINATOR_LOAD_IN_PROGRESS"),
                    rig.answers);
            gate.release(2);
            Await.until("loaded", () -> rig.inspect(m -> m.events.contains("loaded")));
            rig.get("a");
            assertEquals("a=1", rig.answers.get(2));
        }
    }

    @Test
    void aPartitionThatCannotBeReadIsTriedAgain() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.put("a", 1);
        }
        try (ShardRig rig = new ShardRig(directory, Settings.usual())) {
            rig.files.failReads("Input/output error");
            rig.load();
            Await.until("refused", () -> {
                rig.get("a");
                return rig.answers.contains("refused COORDINATOR_NOT_AVAILABLE");
            });
            rig.files.failReads(null);
            Await.until("loaded in the end", () -> rig.inspect(m -> m.events.contains("loaded")));
            assertEquals(Map.of("a", 1L), rig.inspect(m -> Map.copyOf(m.numbers)));
        }
    }

    @Test
    void manyRecordsAreReplayed() {
        int count = 10_000;
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            for (int first = 0; first < count; first += 100) {
                List<CoordinatorRecord> records = new ArrayList<>();
                for (int i = first; i < first + 100; i++) {
                    records.add(OffsetsMachine.record("name-" + i, i));
                }
                rig.step(m -> m.append(records, ProducerStamp.NONE, rig.refusal("")));
            }
        }
        try (ShardRig rig = new ShardRig(directory, Settings.usual().withLoadBufferBytes(1 << 20))) {
            rig.loaded();
            assertEquals(Integer.valueOf(count), rig.inspect(m -> m.numbers.size()));
        }
    }

    @Test
    void loadingWaitsForItsTurn() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.put("a", 1);
        }
        try (ShardRig rig = new ShardRig(directory, Settings.usual())) {
            rig.turns.take(() -> {});
            rig.load();
            rig.disk.awaitIdle();
            rig.get("a");
            assertEquals(List.of("refused COORDINATOR_LOAD_IN_PROGRESS"), rig.answers);
            rig.turns.giveBack();
            Await.until("loaded", () -> rig.inspect(m -> m.events.contains("loaded")));
            List<String> order = new ArrayList<>();
            rig.turns.take(() -> order.add("the turn was given back"));
            assertEquals(1, order.size());
        }
    }

    @Test
    void closingWhileItLoadsGivesTheTurnBack() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.put("a", 1);
        }
        try (ShardRig rig = new ShardRig(directory, Settings.usual())) {
            Semaphore gate = new Semaphore(0);
            rig.disk.execute(gate::acquireUninterruptibly);
            rig.disk.execute(gate::acquireUninterruptibly);
            rig.load();
            rig.run(() -> {});
            rig.run(rig.shard()::close);
            List<String> order = new ArrayList<>();
            rig.turns.take(() -> order.add("the turn was given back"));
            assertEquals(1, order.size());
            gate.release(2);
            rig.disk.awaitIdle();
            rig.get("a");
            assertEquals(List.of("refused NOT_COORDINATOR"), rig.answers);
        }
    }

    @Test
    void anEmptyPartitionIsLoadedAtOnce() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual())) {
            rig.load();
            assertEquals(List.of("loaded"), rig.inspect(m -> List.copyOf(m.events)));
        }
    }

    @Test
    void whatCannotBeAppendedIsNotReplayed() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.put("a", 1);
            rig.files.failWrites("No space left on device");
            rig.put("a", 2);
            rig.get("a");
            rig.files.failWrites(null);
            rig.put("a", 3);
            assertEquals(List.of("a=1", "NOT_COORDINATOR", "a=1", "a=3"), rig.answers);
        }
    }

    @Test
    void aBatchThatIsTooLargeIsRefused() {
        Settings settings = Settings.usual()
                .withLog(LogConfig.builder().maxMessageBytes(500).build());
        try (ShardRig rig = new ShardRig(directory, settings).loaded()) {
            List<CoordinatorRecord> records = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                records.add(OffsetsMachine.record("name-" + i, i));
            }
            rig.step(m -> m.append(records, ProducerStamp.NONE, rig.refusal("")));
            rig.put("a", 1);
            assertEquals(List.of("MESSAGE_TOO_LARGE", "a=1"), rig.answers);
            assertEquals(Map.of("a", 1L), rig.inspect(m -> Map.copyOf(m.numbers)));
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void recordsThatMayGoIntoSeveralBatchesTakeAsManyAsTheyNeed(CompressionType compression) {
        Settings settings = Settings.usual()
                .withCompression(compression)
                .withLog(LogConfig.builder().maxMessageBytes(500).build());
        List<CoordinatorRecord> records = new ArrayList<>();
        Map<String, Long> expected = new HashMap<>();
        for (long i = 0; i < 100; i++) {
            records.add(OffsetsMachine.record("name-" + i, i));
            expected.put("name-" + i, i);
        }
        try (ShardRig rig = new ShardRig(directory, settings).loaded()) {
            rig.step(m -> m.append(Batches.SEVERAL, records, ProducerStamp.NONE, rig.refusal("")));
            assertEquals(List.of("NONE"), rig.answers);
            assertEquals(expected, rig.inspect(m -> Map.copyOf(m.numbers)));
        }
        try (ShardRig rig = new ShardRig(directory, settings).loaded()) {
            assertEquals(expected, rig.inspect(m -> Map.copyOf(m.numbers)));
            assertEquals("99 name-99=99", rig.inspect(m -> m.events.get(99)));
        }
    }

    @Test
    void ofRecordsInSeveralBatchesThoseThatWereAppendedCount() {
        Settings settings = Settings.usual()
                .withLog(LogConfig.builder().maxMessageBytes(500).build());
        List<CoordinatorRecord> records = new ArrayList<>();
        records.add(OffsetsMachine.record("small", 1));
        records.add(OffsetsMachine.record("x".repeat(1_000), 2));
        records.add(OffsetsMachine.record("never", 3));
        try (ShardRig rig = new ShardRig(directory, settings).loaded()) {
            rig.step(m -> m.append(Batches.SEVERAL, records, ProducerStamp.NONE, rig.refusal("")));
            assertEquals(List.of("MESSAGE_TOO_LARGE"), rig.answers);
            assertEquals(Map.of("small", 1L), rig.inspect(m -> Map.copyOf(m.numbers)));
            assertEquals(1, rig.partition().view().logEndOffset());
        }
    }

    @Test
    void outcomesAreToldInOrderOnceTheyAreCommitted() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual().withLog(FLUSH_EACH)).loaded()) {
            Semaphore gate = new Semaphore(0);
            rig.files.gateForces(gate);
            rig.put("a", 1);
            rig.get("a");
            rig.put("b", 2);
            assertEquals(List.of(), rig.answers, "nothing is safe yet");
            assertEquals(Map.of("a", 1L, "b", 2L), rig.inspect(m -> Map.copyOf(m.numbers)), "but it counts here");
            gate.release();
            rig.awaitAnswers(2);
            assertEquals(List.of("a=1", "a=1"), List.copyOf(rig.answers));
            gate.release(100);
            rig.awaitAnswers(3);
            assertEquals("b=2", rig.answers.get(2));
        }
    }

    @Test
    void whatADiskDoesNotFlushIsNotAnsweredToAnybody() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual().withLog(FLUSH_EACH)).loaded()) {
            rig.get("a");
            rig.awaitAnswers(1);
            rig.files.failForces("Input/output error");
            rig.put("a", 1);
            rig.awaitAnswers(2);
            rig.get("a");
            rig.awaitAnswers(3);
            // What an fsync has lost, the next one does not bring back: nobody is promised anything until a restart.
            rig.files.failForces(null);
            rig.put("b", 2);
            rig.awaitAnswers(4);
            rig.get("a");
            rig.awaitAnswers(5);
            assertEquals(
                    List.of("a=null", "NOT_COORDINATOR", "NOT_COORDINATOR", "NOT_COORDINATOR", "NOT_COORDINATOR"),
                    rig.answers);
        }
    }

    @Test
    void anAnswerWaitsForWhatItRestsOnAlsoWhenWhoWroteItHasBeenToldOtherwise() {
        Settings settings = Settings.usual().withLog(FLUSH_EACH).withWriteTimeoutMs(50);
        try (ShardRig rig = new ShardRig(directory, settings).loaded()) {
            Semaphore gate = new Semaphore(0);
            rig.files.gateForces(gate);
            rig.put("a", 1);
            rig.awaitAnswers(1);
            rig.get("a");
            rig.awaitAnswers(2);
            assertEquals(List.of("COORDINATOR_NOT_AVAILABLE", "COORDINATOR_NOT_AVAILABLE"), rig.answers);
            gate.release(100);
            rig.files.gateForces(null);
            Await.until("flushed", () -> rig.partition().highWatermark() == 1);
            rig.get("a");
            rig.awaitAnswers(3);
            assertEquals("a=1", rig.answers.get(2));
        }
    }

    @Test
    void whatCannotBeAppendedIsRefusedAtOnce() {
        LogConfig small =
                LogConfig.builder().flushMessages(1).maxMessageBytes(500).build();
        try (ShardRig rig = new ShardRig(directory, Settings.usual().withLog(small)).loaded()) {
            Semaphore gate = new Semaphore(0);
            rig.files.gateForces(gate);
            rig.put("a", 1);
            rig.put("x".repeat(1_000), 2);
            assertEquals(List.of("UNKNOWN_SERVER_ERROR"), rig.answers, "it shows nothing of what the first waits for");
            gate.release(100);
            rig.awaitAnswers(2);
            assertEquals("a=1", rig.answers.get(1));
        }
    }

    @Test
    void whoWaitsTooLongIsTold() {
        Settings settings = Settings.usual().withLog(FLUSH_EACH).withWriteTimeoutMs(50);
        try (ShardRig rig = new ShardRig(directory, settings).loaded()) {
            Semaphore gate = new Semaphore(0);
            rig.files.gateForces(gate);
            rig.put("a", 1);
            rig.put("b", 2);
            rig.awaitAnswers(2);
            assertEquals(List.of("COORDINATOR_NOT_AVAILABLE", "COORDINATOR_NOT_AVAILABLE"), rig.answers);
            gate.release(100);
            rig.files.gateForces(null);
            Await.until("flushed", () -> rig.partition().highWatermark() == 2);
            rig.get("b");
            rig.awaitAnswers(3);
            assertEquals("b=2", rig.answers.get(2), "told once, and what was appended counts");
        }
    }

    @Test
    void stepsNeverNest() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            List<String> order = new ArrayList<>();
            rig.run(() -> rig.shard()
                    .step(
                            (machine, nowMs) -> {
                                rig.shard()
                                        .step(
                                                (again, later) -> again.put("b", 2, order::add),
                                                TransactionVerification.NONE,
                                                rig.refusal(""));
                                order.add("decided");
                                return machine.put("a", 1, order::add);
                            },
                            TransactionVerification.NONE,
                            rig.refusal("")));
            assertEquals(List.of("decided", "a=1", "b=2"), order);
        }
    }

    @Test
    void aStepThatThrowsChangesNothing() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.step(m -> {
                throw new IllegalStateException("as the test wants");
            });
            rig.put("a", 1);
            assertEquals(List.of("refused UNKNOWN_SERVER_ERROR", "a=1"), rig.answers);
        }
    }

    @Test
    void anAnswerThatThrowsKeepsNobodyElseFromTheirs() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.run(() -> rig.shard()
                    .step(
                            (machine, nowMs) -> {
                                rig.shard()
                                        .step(
                                                (again, later) -> again.get("a", rig.answers::add),
                                                TransactionVerification.NONE,
                                                rig.refusal(""));
                                return machine.put("a", 1, answer -> {
                                    throw new IllegalStateException("as the test wants");
                                });
                            },
                            TransactionVerification.NONE,
                            rig.refusal("")));
            assertEquals(List.of("a=1"), rig.answers);
        }
    }

    @Test
    void aMachineThatCannotReplayIsLoadedAgain() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            rig.put("a", 1);
            rig.inspect(m -> m.failsToReplay = true);
            rig.put("a", 2);
            Await.until("loaded again", () -> rig.inspect(m -> !m.failsToReplay && m.events.contains("loaded")));
            rig.get("a");
            assertEquals(List.of("a=1", "NOT_COORDINATOR", "a=2"), List.copyOf(rig.answers));
        }
    }

    @Test
    void timersFireOnceAtTheTimeThatWasSaidLast() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            long startNs = System.nanoTime();
            rig.step(m -> {
                m.timers.start("x", 20, now -> m.put("early", 1, rig.answers::add));
                m.timers.start("x", 120, now -> m.put("late", 2, rig.answers::add));
                m.timers.start("y", 60_000, now -> m.put("never", 3, rig.answers::add));
                m.timers.start("y", 10, now -> m.put("sooner", 4, rig.answers::add));
                m.timers.start("z", 10, now -> m.put("cancelled", 5, rig.answers::add));
                m.timers.cancel("z");
                assertTrue(m.timers.isRunning("x"));
                assertFalse(m.timers.isRunning("z"));
                return Outcome.none();
            });
            rig.awaitAnswers(2);
            assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) >= 120);
            assertEquals(List.of("sooner=4", "late=2"), List.copyOf(rig.answers));
            assertEquals(false, rig.inspect(m -> m.timers.isRunning("x")));
        }
    }

    @Test
    void closingAnswersWhoWaitsAndStopsTimers() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual().withLog(FLUSH_EACH)).loaded()) {
            Semaphore gate = new Semaphore(0);
            rig.files.gateForces(gate);
            rig.put("a", 1);
            rig.step(m -> {
                m.timers.start("x", 1, now -> m.put("timer", 1, rig.answers::add));
                rig.shard().close();
                return Outcome.none();
            });
            rig.put("b", 1);
            assertEquals(List.of("NOT_COORDINATOR", "refused NOT_COORDINATOR"), rig.answers);
            assertEquals("unloaded", rig.inspect(m -> m.events.get(m.events.size() - 1)));
            gate.release(100);
            rig.files.gateForces(null);
            Await.until("flushed", () -> rig.partition().highWatermark() == 1);
            assertEquals(2, rig.answers.size());
        }
    }

    @Test
    void aDeletedPartitionAnswersWhoWaits() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual().withLog(FLUSH_EACH)).loaded()) {
            Semaphore gate = new Semaphore(0);
            rig.files.gateForces(gate);
            rig.put("a", 1);
            rig.run(rig.partition()::delete);
            rig.put("b", 2);
            assertEquals(List.of("COORDINATOR_NOT_AVAILABLE", "COORDINATOR_NOT_AVAILABLE"), rig.answers);
            gate.release(100);
        }
    }

    @Test
    void theMachineFollowsTheCluster() {
        try (ShardRig rig = new ShardRig(directory, Settings.usual()).loaded()) {
            ClusterImage empty = ClusterImage.empty("cluster");
            rig.run(() -> rig.shard().imageChanged(empty.apply(List.of(), 4)));
            assertEquals(List.of("loaded", "image 4"), rig.inspect(m -> List.copyOf(m.events)));
        }
    }

    @Test
    void idsBelongToThePartitionsThatKafkaPutsThemOn() {
        String smallest = "polygenelubricants";
        assertEquals(Integer.MIN_VALUE, smallest.hashCode());
        assertEquals(0, CoordinatorShards.partitionFor(smallest, 50));
        for (int i = 0; i < 1_000; i++) {
            String id = "id-" + i;
            assertEquals(Utils.abs(id.hashCode()) % 50, CoordinatorShards.partitionFor(id, 50));
        }
    }
}
