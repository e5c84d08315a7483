package io.headrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.RETURNS_MOCKS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.headrace.common.errors.KafkaStorageException;
import io.headrace.log.compact.CompactionCancelledException;
import io.headrace.log.compact.DirtyRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
import java.util.stream.LongStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.util.Scheduler;
import org.apache.kafka.storage.internals.log.Cleaner;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.apache.kafka.storage.internals.log.LogToClean;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.SkimpyOffsetMap;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.internals.utils.Throttler;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same random log compacted by us and by Apache's cleaner: the same records and markers survive, and each reads and
 * goes on compacting what the other left.
 */
class CompactionAsApacheTest {

    static LongStream seeds() {
        Long fixed = Long.getLong("headrace.seed");
        return fixed == null ? new Random().longs(Boolean.getBoolean("headrace.long") ? 200 : 6) : LongStream.of(fixed);
    }

    private final Time time = mock(Time.class);

    @ParameterizedTest(name = "-Dheadrace.seed={0}")
    @MethodSource("seeds")
    void bothLeaveTheSame(long seed, @TempDir Path path) throws Exception {
        Random random = new Random(seed);
        LogConfig config = LogConfig.builder()
                .cleanupPolicy(false, true)
                .segmentBytes(600 + random.nextInt(3000))
                .indexIntervalBytes(random.nextInt(400))
                .segmentMs(Long.MAX_VALUE)
                .minCleanableDirtyRatio(0)
                .deleteRetentionMs(KeyedLog.DELETE_RETENTION_MS)
                .fileDeleteDelayMs(0)
                .build();
        KeyedLog model = new KeyedLog();
        Path ours = path.resolve("ours");
        Path theirs = path.resolve("theirs");
        try (TestLogs logs = TestLogs.open(ours, config, new CountedFileIo())) {
            for (int i = 0; i < 250; i++) {
                model.grow(random, logs);
            }
            model.settle(random, logs);
            logs.directory.close(model.nowMs);
        }
        copy(ours, theirs);
        long noted = DirtyRange.NOT_NOTED;
        for (int round = 0; round < 4; round++) {
            long cleaned = compact(ours, config, model, noted);
            assertEquals(cleaned, compactAsApache(theirs, config, model.nowMs, noted), "cleaned up to");
            assertSame(contents(theirs, config, model.nowMs), contents(ours, config, model.nowMs), "round " + round);
            assertClean(ours);
            noted = random.nextInt((int) cleaned);
            if (round == 1) {
                // Each goes on with what the other left.
                Path swapped = path.resolve("swapped");
                Files.move(ours, swapped);
                Files.move(theirs, ours);
                Files.move(swapped, theirs);
            }
            model.nowMs += KeyedLog.DELETE_RETENTION_MS / 2 + 1;
        }
    }

    /** Whatever a kill of ours leaves, Apache's broker finishes or gives up as well, by the same names of files. */
    @Test
    void apacheFinishesWhatAKillOfOursLeaves(@TempDir Path path) throws Exception {
        Random random = new Random(5);
        LogConfig config = LogConfig.builder()
                .cleanupPolicy(false, true)
                .segmentBytes(4000)
                .segmentMs(Long.MAX_VALUE)
                .minCleanableDirtyRatio(0)
                .deleteRetentionMs(KeyedLog.DELETE_RETENTION_MS)
                .build();
        KeyedLog model = new KeyedLog();
        Path original = path.resolve("original");
        try (TestLogs logs = TestLogs.open(original, config, new CountedFileIo())) {
            for (int i = 0; i < 100; i++) {
                model.grow(random, logs);
            }
            model.settle(random, logs);
            logs.directory.close(model.nowMs);
        }
        model.compactedUpTo(Long.MAX_VALUE);
        boolean killed = true;
        int at = 0;
        while (killed) {
            at++;
            CountedFileIo io = new CountedFileIo();
            Path copy = path.resolve("at-" + at);
            copy(original, copy);
            try (TestLogs logs = TestLogs.open(copy, config, io)) {
                logs.log.committedBelow(logs.log.view().logEndOffset());
                io.killAt(at);
                killed = false;
                Compactions.compact(logs.log, DirtyRange.NOT_NOTED, model.nowMs);
            } catch (KafkaStorageException | CompactionCancelledException e) {
                killed = true;
            }
            open(copy, config, model.nowMs).close();
            try (TestLogs logs = TestLogs.open(copy, config)) {
                logs.log.committedBelow(logs.log.view().logEndOffset());
                model.check(logs, DirtyRange.NOT_NOTED);
            } catch (AssertionError e) {
                throw new AssertionError("killed at operation " + at, e);
            }
        }
        assertTrue(at > 10, at + " operations");
    }

    private static void assertSame(List<String> theirs, List<String> ours, String when) {
        List<String> onlyTheirs = new ArrayList<>(theirs);
        onlyTheirs.removeAll(ours);
        List<String> onlyOurs = new ArrayList<>(ours);
        onlyOurs.removeAll(theirs);
        assertEquals(onlyTheirs, onlyOurs, when);
        assertEquals(theirs, ours, when);
    }

    private static long compact(Path data, LogConfig config, KeyedLog model, long noted) throws IOException {
        Files.writeString(data.resolve(".kafka_cleanshutdown"), "");
        try (TestLogs logs = TestLogs.open(data, config)) {
            logs.log.committedBelow(logs.log.view().logEndOffset());
            model.compactedUpTo(logs.log.view().activeSegmentBaseOffset());
            long cleaned = Compactions.compact(logs.log, noted, model.nowMs).endOffset();
            model.check(logs, cleaned);
            logs.directory.close(model.nowMs);
            return cleaned;
        }
    }

    private long compactAsApache(Path data, LogConfig config, long nowMs, long noted) throws Exception {
        try (UnifiedLog log = open(data, config, nowMs)) {
            log.updateHighWatermark(log.logEndOffset());
            Cleaner cleaner = new Cleaner(
                    0,
                    new SkimpyOffsetMap(1 << 20),
                    1 << 16,
                    1 << 20,
                    0.9,
                    new Throttler(Double.MAX_VALUE, 300, "cleaner", "bytes", time),
                    time,
                    partition -> {});
            LogToClean range =
                    new LogToClean(log, Math.max(0, noted), log.activeSegment().baseOffset(), false);
            return cleaner.doClean(range, nowMs).getKey();
        }
    }

    /** All records, and markers; not the headers that either keeps for itself. */
    private List<String> contents(Path data, LogConfig config, long nowMs) throws Exception {
        List<String> lines = new ArrayList<>();
        try (UnifiedLog log = open(data, config, nowMs)) {
            lines.add(log.logStartOffset() + " to " + log.logEndOffset());
            for (LogSegment segment : log.logSegments()) {
                FileRecords records = segment.log();
                for (RecordBatch batch : records.batches()) {
                    batch.ensureValid();
                    for (Record record : batch) {
                        lines.add(record.offset() + " " + record.timestamp() + " " + batch.producerId() + " "
                                + batch.isTransactional() + batch.isControlBatch() + " " + batch.deleteHorizonMs() + " "
                                + batch.compressionType() + " " + text(record.key()) + "="
                                + (batch.isControlBatch() ? "" : text(record.value())));
                    }
                }
            }
            log.producerStateManager()
                    .activeProducers()
                    .forEach((id, entry) -> lines.add("producer " + id + " "
                            + entry.lastDataOffset() + " " + entry.producerEpoch() + " "
                            + entry.currentTxnFirstOffset()));
            lines.add(log.collectAbortedTransactions(0, log.logEndOffset()).stream()
                    .map(txn -> txn.producerId() + ":" + txn.firstOffset() + "-" + txn.lastOffset())
                    .toList()
                    .toString());
        }
        return lines;
    }

    private static String text(ByteBuffer bytes) {
        return bytes == null ? null : UTF_8.decode(bytes).toString();
    }

    private UnifiedLog open(Path data, LogConfig config, long nowMs) throws IOException {
        when(time.milliseconds()).thenReturn(nowMs);
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "cleanup.policy",
                "compact",
                "segment.bytes",
                "1048576",
                "internal.segment.bytes",
                Integer.toString(config.segmentBytes()),
                "index.interval.bytes",
                Integer.toString(config.indexIntervalBytes()),
                "delete.retention.ms",
                Long.toString(KeyedLog.DELETE_RETENTION_MS)));
        return UnifiedLog.create(
                data.resolve("orders-0").toFile(),
                new org.apache.kafka.storage.internals.log.LogConfig(properties),
                0L,
                0L,
                mock(Scheduler.class, RETURNS_MOCKS),
                new BrokerTopicStats(),
                time,
                300_000,
                new ProducerStateManagerConfig(86_400_000, false),
                600_000,
                new LogDirFailureChannel(10),
                true,
                Optional.<Uuid>empty());
    }

    private static void assertClean(Path data) throws IOException {
        List<String> segments;
        try (var files = Files.list(data.resolve("orders-0"))) {
            segments = files.map(Path::toString)
                    .filter(file -> file.matches(".*\\.(log|index|timeindex|txnindex|snapshot)"))
                    .sorted()
                    .toList();
        }
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(captured, true, StandardCharsets.UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            DumpLogSegments.main(new String[] {"--deep-iteration", "--files", String.join(",", segments)});
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        String output = captured.toString(StandardCharsets.UTF_8);
        assertTrue(output.contains("Dumping"), output);
        // Offsets have gaps where something was compacted away; the tool says so of Apache's logs too.
        Optional<String> complaint = output.lines()
                .filter(line -> !line.startsWith("baseOffset") && !line.startsWith("| offset"))
                .filter(line -> line.matches(".*(Mismatches in|Found|not found|orrupt|failed|Exception).*"))
                .findFirst();
        assertEquals(Optional.empty(), complaint);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
