package io.headrace.log;

import io.headrace.log.compact.DirtyRange;
import io.headrace.record.BatchBuilder;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.Cleaner;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.LogToClean;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.SkimpyOffsetMap;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.internals.utils.Throttler;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/**
 * How fast a log is compacted, and with how much memory: {@code CompactionFigures [MB] [value bytes] [keys]}, run by hand
 * with the tests' class path.
 */
final class CompactionFigures {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CompactionFigures() {}

    private static void asApache(Path partition) throws Exception {
        Properties properties = new Properties();
        properties.put("cleanup.policy", "compact");
        properties.put("segment.bytes", Integer.toString(64 << 20));
        KafkaScheduler scheduler = new KafkaScheduler(1);
        scheduler.startup();
        try (UnifiedLog log = UnifiedLog.create(
                partition.toFile(),
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
                true,
                Optional.<Uuid>empty())) {
            log.updateHighWatermark(log.logEndOffset());
            Cleaner cleaner = new Cleaner(
                    0,
                    new SkimpyOffsetMap(128 << 20),
                    256 * 1024,
                    1 << 20,
                    0.9,
                    new Throttler(Double.MAX_VALUE, 300, "cleaner", "bytes", Time.SYSTEM),
                    Time.SYSTEM,
                    each -> {});
            cleaner.doClean(new LogToClean(log, 0, log.activeSegment().baseOffset(), false), TestLogs.NOW);
        } finally {
            scheduler.shutdown();
        }
    }

    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int valueBytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        int keys = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50_000;
        for (CompressionType codec : new CompressionType[] {
            CompressionType.NONE, CompressionType.NONE, CompressionType.LZ4, CompressionType.ZSTD
        }) {
            Path path = Files.createTempDirectory("compaction-figures");
            try (TestLogs logs = TestLogs.open(
                    path,
                    LogConfig.builder()
                            .cleanupPolicy(false, true)
                            .segmentBytes(64 << 20)
                            .build())) {
                long bytes = fill(logs, codec, megabytes * 1_000_000L, valueBytes, keys);
                logs.log.roll(TestLogs.NOW);
                Path copy = Files.createDirectories(path.resolve("theirs").resolve("orders-0"));
                try (var files = Files.list(path.resolve("orders-0"))) {
                    for (Path file : files.toList()) {
                        Files.copy(file, copy.resolve(file.getFileName()));
                    }
                }
                long cpuNs = THREADS.getCurrentThreadCpuTime();
                long startNs = System.nanoTime();
                CompactionMemory memory = new CompactionMemory(128L << 20, 0.9, 256 * 1024);
                CompactionResult result =
                        Compactions.compact(logs.log, DirtyRange.NOT_NOTED, TestLogs.NOW, memory, Compactions.FREELY);
                double seconds = (System.nanoTime() - startNs) / 1e9;
                double cpuSeconds = (THREADS.getCurrentThreadCpuTime() - cpuNs) / 1e9;
                cpuNs = THREADS.getCurrentThreadCpuTime();
                startNs = System.nanoTime();
                asApache(copy);
                double theirSeconds = (System.nanoTime() - startNs) / 1e9;
                double theirCpuSeconds = (THREADS.getCurrentThreadCpuTime() - cpuNs) / 1e9;
                System.out.printf(
                        "%-6s %4d MB written as %4d MB, %d-byte values: %.2f s, CPU %.2f s, %.0f MB/s of log (%.0f per CPU"
                                + " second), %d of %d records stay, %d keys in %.1f MB; Apache's cleaner %.2f s, CPU"
                                + " %.2f s%n",
                        codec,
                        megabytes,
                        bytes / 1_000_000,
                        valueBytes,
                        seconds,
                        cpuSeconds,
                        bytes / 1e6 / seconds,
                        bytes / 1e6 / cpuSeconds,
                        result.recordsKept(),
                        result.recordsRead(),
                        result.keys(),
                        result.keyMapBytes() / 1e6,
                        theirSeconds,
                        theirCpuSeconds);
            } finally {
                try (var files = Files.walk(path)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private static long fill(TestLogs logs, CompressionType codec, long most, int valueBytes, int keys) {
        Random random = new Random(1);
        byte[] value = new byte[valueBytes];
        byte[] key = new byte[16];
        long raw = 0;
        try (BatchAdmission admission = new BatchAdmission(UnpooledByteBufAllocator.DEFAULT, 1 << 24);
                BatchBuilder builder = new BatchBuilder(UnpooledByteBufAllocator.DEFAULT, Codec.of(codec), 1 << 16)) {
            while (raw < most) {
                builder.reset();
                for (int size = 0; size < 60_000; size += valueBytes + 30) {
                    random.nextBytes(value);
                    Arrays.fill(value, valueBytes / 2, valueBytes, (byte) 'x');
                    ByteBuffer.wrap(key).putInt(random.nextInt(keys));
                    builder.append(TestLogs.NOW, key, value);
                    raw += valueBytes + 16;
                }
                ByteBuf batch = builder.seal();
                try {
                    logs.log.append(
                            admission.admit(batch, TestLogs.PARTITION, logs.config, AppendOrigin.CLIENT, TestLogs.NOW),
                            0,
                            TestLogs.NOW);
                } finally {
                    batch.release();
                }
            }
        }
        return logs.log.sizeInBytes();
    }
}
