package io.headrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.segment.AbortedTransaction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.common.RequestLocal;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.AbortedTxn;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions in our logs as Apache's classes see them, and in theirs as we do. */
class ApacheTransactionsTest {

    private static final long NOW = System.currentTimeMillis();
    private static final int PRODUCERS = 6;
    private static final LogConfig CONFIG =
            LogConfig.builder().segmentBytes(4000).indexIntervalBytes(200).build();

    private final KafkaScheduler scheduler = new KafkaScheduler(1);

    @TempDir
    Path path;

    @BeforeEach
    void startScheduler() {
        scheduler.startup();
    }

    @AfterEach
    void stopScheduler() throws InterruptedException {
        scheduler.shutdown();
    }

    @Test
    void markersAreApachesBytes() {
        for (boolean commit : List.of(true, false)) {
            TransactionEnd end = commit
                    ? TransactionEnd.commit(4_000_000_000L, (short) 300, 70_000, 2)
                    : TransactionEnd.abort(4_000_000_000L, (short) 300, 70_000, 2);
            ByteBuf ours = end.batch(UnpooledByteBufAllocator.DEFAULT, NOW);
            ByteBuffer theirs = ByteBuffer.allocate(200);
            MemoryRecords.writeEndTransactionalMarker(
                    theirs,
                    0,
                    NOW,
                    -1,
                    4_000_000_000L,
                    (short) 300,
                    new EndTransactionMarker(commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT, 70_000));
            assertEquals(ByteBufUtil.hexDump(Unpooled.wrappedBuffer(theirs.flip())), ByteBufUtil.hexDump(ours));
            ours.release();
        }
    }

    @Test
    void apachesLogFindsInOurDirectoryWhatWeFind() throws IOException {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            writeOurs(logs, new Random(5));
            logs.directory.close(NOW);
            logs.open(NOW);
            try (UnifiedLog log = apache(path.resolve("orders-0").toFile(), true)) {
                assertEquals(logs.log.view().logEndOffset(), log.logEndOffset());
                assertSameAborted(logs, log);
                assertEquals(
                        logs.log.view().firstUnstableOffset(),
                        log.producerStateManager().firstUndecidedOffset().orElse(log.logEndOffset()));
            }
            // Apache makes the index anew from our batches, and finds the same again.
            for (String file : files(logs, ".txnindex")) {
                Files.delete(Path.of(file));
            }
            try (UnifiedLog log = apache(path.resolve("orders-0").toFile(), false)) {
                assertSameAborted(logs, log);
            }
        }
    }

    @Test
    void theDumpToolReadsOurTransactionIndexes() throws IOException {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            writeOurs(logs, new Random(6));
            logs.directory.close(NOW);
            List<String> indexes = files(logs, ".txnindex");
            assertTrue(indexes.size() > 2, indexes.toString());
            String output = dump("--files", String.join(",", indexes));
            List<AbortedTransaction> all = new ArrayList<>();
            logs.open(NOW);
            all.addAll(logs.log.abortedTransactions(0, Long.MAX_VALUE));
            for (AbortedTransaction each : all) {
                String line = "version: 0 producerId: " + each.producerId() + " firstOffset: " + each.firstOffset()
                        + " lastOffset: " + each.markerOffset() + " lastStableOffset: " + each.lastStableOffset();
                assertTrue(output.contains(line), line + " in " + output);
            }
            assertEquals(all.size(), output.split("producerId: ", -1).length - 1);
            String batches = dump("--deep-iteration", "--files", String.join(",", files(logs, ".log")));
            assertTrue(batches.contains("endTxnMarker: ABORT coordinatorEpoch: 3"), batches);
            assertTrue(batches.contains("endTxnMarker: COMMIT coordinatorEpoch: 3"), batches);
        }
    }

    @Test
    void weFindInApachesDirectoryWhatItFinds() throws IOException {
        for (boolean clean : List.of(true, false)) {
            Path data = path.resolve("clean-" + clean);
            Path directory = Files.createDirectories(data.resolve("orders-0"));
            UnifiedLog log = apache(directory.toFile(), true);
            writeTheirs(log, new Random(7));
            assertTrue(log.logSegments().size() > 2);
            if (clean) {
                log.close();
                Files.writeString(data.resolve(".kafka_cleanshutdown"), "{\"version\":0,\"brokerEpoch\":3}");
            }
            try (TestLogs logs = TestLogs.open(data, CONFIG)) {
                assertEquals(log.logEndOffset(), logs.log.view().logEndOffset());
                if (!clean) {
                    assertSameAborted(logs, log);
                }
                assertTrue(logs.log.abortedTransactions(0, Long.MAX_VALUE).size() > 10);
                assertEquals(
                        log.producerStateManager().firstUndecidedOffset().orElse(log.logEndOffset()),
                        logs.log.view().firstUnstableOffset());
            }
            if (clean) {
                try (UnifiedLog again = apache(directory.toFile(), true);
                        TestLogs logs = TestLogs.open(data, CONFIG)) {
                    assertSameAborted(logs, again);
                }
            } else {
                log.close();
            }
        }
    }

    private static void assertSameAborted(TestLogs logs, UnifiedLog log) {
        long end = log.logEndOffset();
        assertEquals(all(log, 0, end), all(logs, 0, end));
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            long from = random.nextInt((int) end);
            long to = from + 1 + random.nextInt((int) (end - from));
            assertEquals(all(log, from, to), all(logs, from, to), "[" + from + ", " + to + ")");
        }
    }

    private static List<String> all(UnifiedLog log, long from, long to) {
        List<String> all = new ArrayList<>();
        for (AbortedTxn each : log.collectAbortedTransactions(from, to)) {
            if (each.lastOffset() < from) {
                continue; // It gives all of the segment that ended before, too.
            }
            all.add(each.producerId() + ": " + each.firstOffset() + "-" + each.lastOffset() + ", "
                    + each.lastStableOffset());
        }
        return all;
    }

    private static List<String> all(TestLogs logs, long from, long to) {
        List<String> all = new ArrayList<>();
        for (AbortedTransaction each : logs.log.abortedTransactions(from, to)) {
            all.add(each.producerId() + ": " + each.firstOffset() + "-" + each.markerOffset() + ", "
                    + each.lastStableOffset());
        }
        return all;
    }

    private static void writeOurs(TestLogs logs, Random random) {
        int[] sequences = new int[PRODUCERS];
        for (int i = 0; i < 400; i++) {
            int producer = random.nextInt(PRODUCERS);
            if (random.nextInt(3) > 0) {
                logs.append(
                        TestBatch.empty()
                                .record(NOW, "k", "v".repeat(random.nextInt(40)))
                                .producer(producer, 2, sequences[producer]++)
                                .transactional(),
                        0,
                        NOW);
            } else {
                logs.end(
                        random.nextBoolean()
                                ? TransactionEnd.commit(producer, (short) 2, 3, 0)
                                : TransactionEnd.abort(producer, (short) 2, 3, 0));
            }
        }
    }

    private static void writeTheirs(UnifiedLog log, Random random) throws IOException {
        int[] sequences = new int[PRODUCERS];
        for (int i = 0; i < 400; i++) {
            int producer = random.nextInt(PRODUCERS);
            if (random.nextInt(3) > 0) {
                log.appendAsLeader(
                        MemoryRecords.withTransactionalRecords(
                                Compression.NONE,
                                producer,
                                (short) 2,
                                sequences[producer]++,
                                new SimpleRecord(NOW, "k".getBytes(StandardCharsets.UTF_8), new byte[20])),
                        0);
            } else {
                log.appendAsLeader(
                        MemoryRecords.withEndTransactionMarker(
                                NOW,
                                producer,
                                (short) 2,
                                new EndTransactionMarker(
                                        random.nextBoolean() ? ControlRecordType.COMMIT : ControlRecordType.ABORT, 3)),
                        0,
                        org.apache.kafka.storage.internals.log.AppendOrigin.COORDINATOR,
                        RequestLocal.noCaching(),
                        VerificationGuard.SENTINEL,
                        (short) 0);
            }
        }
    }

    private static List<String> files(TestLogs logs, String suffix) throws IOException {
        try (var files = Files.list(logs.path.resolve("orders-0"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static String dump(String... arguments) throws IOException {
        PrintStream out = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(captured, true, StandardCharsets.UTF_8)) {
            System.setOut(stream);
            DumpLogSegments.main(arguments);
        } finally {
            System.setOut(out);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    private UnifiedLog apache(File directory, boolean clean) throws IOException {
        Properties properties = new Properties();
        properties.putAll(
                Map.of("segment.bytes", "1048576", "internal.segment.bytes", "2000", "index.interval.bytes", "200"));
        return UnifiedLog.create(
                directory,
                new org.apache.kafka.storage.internals.log.LogConfig(properties),
                0L,
                0L,
                scheduler,
                new BrokerTopicStats(),
                Time.SYSTEM,
                300_000,
                new ProducerStateManagerConfig(86_400_000, false),
                600_000,
                new LogDirFailureChannel(10),
                clean,
                Optional.<Uuid>empty());
    }
}
