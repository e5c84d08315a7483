package io.headrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.record.compress.CompressionType;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.ProducerStateEntry;
import org.apache.kafka.storage.internals.log.ProducerStateManager;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache's own classes read what we write, and we what they write. */
class ApacheToolsTest {

    /** Apache's classes look at the machine's clock. */
    private static final long NOW = System.currentTimeMillis();

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
    void theDumpToolReadsOurFilesWithoutComplaint() throws IOException {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            write(logs);
            logs.directory.close(NOW);
            List<String> segments = new ArrayList<>();
            List<String> indexes = new ArrayList<>();
            List<String> timeIndexes = new ArrayList<>();
            List<String> snapshots = new ArrayList<>();
            for (String file : files(logs)) {
                (file.endsWith(".log")
                                ? segments
                                : file.endsWith(".timeindex")
                                        ? timeIndexes
                                        : file.endsWith(".index") ? indexes : snapshots)
                        .add(file);
            }
            assertTrue(segments.size() >= 3, segments.toString());
            String records = dump("--deep-iteration", "--print-data-log", "--files", String.join(",", segments));
            for (int i = 0; i < 200; i++) {
                assertTrue(records.contains("payload: value-" + i + "-"), "value " + i);
            }
            assertClean(records);
            assertFalse(records.contains("isvalid: false"));
            assertClean(dump("--deep-iteration", "--files", String.join(",", indexes)));
            assertClean(dump("--deep-iteration", "--files", String.join(",", timeIndexes)));
            String sane = dump("--index-sanity-check", "--files", String.join(",", indexes));
            assertEquals(indexes.size(), sane.split("passed sanity check", -1).length - 1);
            sane = dump("--index-sanity-check", "--files", String.join(",", timeIndexes));
            assertEquals(timeIndexes.size(), sane.split("passed sanity check", -1).length - 1);
            assertTrue(Files.size(Path.of(indexes.get(0))) >= 8);
            String producers = dump("--files", String.join(",", snapshots));
            assertTrue(producers.contains("producerId: 9 producerEpoch: 2"), producers);
        }
    }

    @Test
    void theDumpToolComplainsOfAnIndexThatIsWrong() throws IOException {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            write(logs);
            logs.directory.close(NOW);
            Path index = logs.file("00000000000000000000.index");
            byte[] bytes = Files.readAllBytes(index);
            bytes[3]++;
            Files.write(index, bytes);
            assertTrue(complaint(dump("--deep-iteration", "--files", index.toString()))
                    .isPresent());
            assertTrue(complaint(dump(
                            "--deep-iteration",
                            "--files",
                            logs.file("00000000000000000000.timeindex").toString()))
                    .isEmpty());
        }
    }

    @Test
    void theDumpToolReadsAnActiveLogWithoutComplaint() throws IOException {
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            write(logs);
            List<String> segments =
                    files(logs).stream().filter(file -> file.endsWith(".log")).toList();
            assertClean(dump("--deep-iteration", "--files", String.join(",", segments)));
        }
    }

    @Test
    void apachesLogOpensOurDirectoryAndGoesOn() throws IOException {
        List<ProducerStateEntry> ofApache;
        try (TestLogs logs = TestLogs.open(path, CONFIG)) {
            write(logs);
            logs.directory.close(NOW);
            File directory = path.resolve("orders-0").toFile();
            try (UnifiedLog log = apache(directory, true)) {
                assertEquals(200, log.logEndOffset());
                assertEquals(0, log.logStartOffset());
                assertEquals(Optional.of(3), log.latestEpoch());
                assertEquals(logs.log.view().segmentCount(), log.logSegments().size());
                assertEquals(
                        0,
                        log.read(0, 1, FetchIsolation.LOG_END, true)
                                .records
                                .batches()
                                .iterator()
                                .next()
                                .baseOffset());
                ofApache = List.copyOf(ProducerStateManager.readSnapshot(
                        log.producerStateManager().fetchSnapshot(200).orElseThrow()));
                ProducerStateEntry last = ofApache.get(ofApache.size() - 1);
                assertEquals(9, last.producerId());
                assertEquals(199, last.lastDataOffset());
                assertEquals(
                        199,
                        log.producerStateManager().lastEntry(9).orElseThrow().lastDataOffset());
                log.appendAsLeader(
                        MemoryRecords.withRecords(
                                Compression.zstd().build(),
                                new SimpleRecord(NOW, "k".getBytes(UTF_8), "theirs".getBytes(UTF_8))),
                        4);
            }
            Files.writeString(path.resolve(".kafka_cleanshutdown"), "");
            logs.open(NOW);
            assertEquals(201, logs.log.view().logEndOffset());
            assertEquals("theirs", logs.values(200).get(0));
            assertEquals(4, logs.log.view().epochs().latestEpoch());
            assertTrue(logs.append(value(199), 4, NOW).duplicate());
            assertEquals(201, logs.append(value(200), 4, NOW).firstOffset());
        }
    }

    @Test
    void weOpenApachesDirectoryCleanAndAfterACrash() throws IOException {
        for (boolean clean : List.of(true, false)) {
            Path data = path.resolve("clean-" + clean);
            Path directory = Files.createDirectories(data.resolve("orders-0"));
            UnifiedLog log = apache(directory.toFile(), true);
            for (int i = 0; i < 100; i++) {
                SimpleRecord record = new SimpleRecord(NOW + i, ("k" + i).getBytes(UTF_8), ("v" + i).getBytes(UTF_8));
                MemoryRecords records = MemoryRecords.withIdempotentRecords(
                        i % 2 == 0 ? Compression.NONE : Compression.lz4().build(), 77, (short) 1, i, record);
                log.appendAsLeader(records, i / 30);
            }
            assertTrue(log.logSegments().size() > 2);
            if (clean) {
                log.close();
                Files.writeString(data.resolve(".kafka_cleanshutdown"), "{\"version\":0,\"brokerEpoch\":3}");
            }
            try (LogLines lines = new LogLines();
                    TestLogs logs = TestLogs.open(data, CONFIG)) {
                assertEquals(
                        List.of("recovered orders-0 [0, 100): partition.metadata was missing and is written anew"),
                        lines.lines());
                assertEquals(100, logs.log.view().logEndOffset());
                for (int i = 0; i < 100; i++) {
                    assertEquals("v" + i, logs.values(i).get(0));
                    assertEquals(
                            i,
                            logs.log.offsetForTimestamp(NOW + i).orElseThrow().offset());
                    assertEquals(i / 30, logs.log.view().epochs().epochFor(i));
                }
                assertTrue(logs.append(theirs(99), 4, NOW).duplicate());
                assertEquals(100, logs.append(theirs(100), 4, NOW).firstOffset());
            } finally {
                Utils.closeQuietly(log, "log");
            }
        }
    }

    private static TestBatch theirs(int sequence) {
        return TestBatch.of("v").producer(77, 1, sequence);
    }

    private static void write(TestLogs logs) {
        CompressionType[] codecs = CompressionType.values();
        for (int i = 0; i < 200; i++) {
            logs.append(value(i).codec(codecs[i % codecs.length]), i / 60, NOW);
        }
    }

    private static TestBatch value(int i) {
        return TestBatch.empty()
                .record(NOW - 1000 + i, "key-" + i, "value-" + i + "-" + "x".repeat(i % 50))
                .producer(9, 2, i);
    }

    private static List<String> files(TestLogs logs) throws IOException {
        try (var files = Files.list(logs.path.resolve("orders-0"))) {
            return files.map(Path::toString)
                    .filter(file -> file.matches(".*\\.(log|index|timeindex|snapshot)"))
                    .sorted()
                    .toList();
        }
    }

    private static void assertClean(String output) {
        assertEquals(Optional.empty(), complaint(output));
    }

    private static Optional<String> complaint(String output) {
        // The tool says this of every segment that does not start at offset 0, Apache's own included.
        String expected = "Non-consecutive offsets in \\S+\\s+-1 is followed by \\d+";
        return output.replaceAll(expected, "")
                .lines()
                .filter(line -> !line.startsWith("baseOffset") && !line.startsWith("| offset"))
                .filter(line -> line.matches(
                        ".*(Mismatches in|Non-consecutive|is followed by|Found|not found|orrupt|failed).*"))
                .findFirst();
    }

    private static String dump(String... arguments) throws IOException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(captured, true, StandardCharsets.UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            DumpLogSegments.main(arguments);
        } finally {
            System.setOut(out);
            System.setErr(err);
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
