package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.RETURNS_MOCKS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.util.Scheduler;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.RecordValidationException;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same batches appended to a log of ours and to one of Apache's: what is in the logs then, and what was refused. */
class AppendAsApacheTest {

    private static final List<String> TYPES = List.of("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd");

    @TempDir
    private Path path;

    @Test
    void codecsAndTimestampsComeOutAlike() throws IOException {
        Random random = new Random(7);
        for (String type : TYPES) {
            for (String timestamps : List.of("CreateTime", "LogAppendTime")) {
                Properties properties = new Properties();
                properties.put("compression.type", type);
                properties.put("message.timestamp.type", timestamps);
                LogConfig config = LogConfig.builder()
                        .compression(compression(type))
                        .timestampType(io.headrace.common.record.TimestampType.forName(timestamps))
                        .build();
                Path directory = path.resolve(type + timestamps);
                try (TestLogs ours = TestLogs.open(directory.resolve("ours"), config);
                        UnifiedLog theirs = apache(directory.resolve("theirs-0"), properties)) {
                    for (CompressionType source : CompressionType.values()) {
                        MemoryRecords batch = MemoryRecords.withIdempotentRecords(
                                Compression.of(source.typeName()).build(),
                                100 + source.id(),
                                (short) 3,
                                17,
                                records(random));
                        AppendResult result = append(ours, batch);
                        var info = theirs.appendAsLeader(copy(batch), 5);
                        assertEquals(info.firstOffset(), result.firstOffset());
                        assertEquals(info.lastOffset(), result.lastOffset());
                        assertEquals(info.logAppendTime(), result.logAppendTimeMs(), type + timestamps);
                    }
                    assertEquals(described(read(theirs)), described(read(ours)), type + " " + timestamps);
                }
            }
        }
    }

    @Test
    void theSameTimestampsAreRefused() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            long before = random.nextBoolean() ? random.nextInt(2000) : Long.MAX_VALUE;
            long after = random.nextInt(2000);
            boolean appendTime = random.nextInt(4) == 0;
            Properties properties = new Properties();
            properties.put("message.timestamp.before.max.ms", Long.toString(before));
            properties.put("message.timestamp.after.max.ms", Long.toString(after));
            properties.put("message.timestamp.type", appendTime ? "LogAppendTime" : "CreateTime");
            LogConfig config = LogConfig.builder()
                    .timestampBeforeMaxMs(before)
                    .timestampAfterMaxMs(after)
                    .timestampType(io.headrace.common.record.TimestampType.forName(
                            appendTime ? "LogAppendTime" : "CreateTime"))
                    .build();
            SimpleRecord[] records = new SimpleRecord[1 + random.nextInt(5)];
            for (int i = 0; i < records.length; i++) {
                long timestamp = random.nextInt(10) == 0 ? -1 : NOW - 2000 + random.nextInt(4000);
                records[i] = new SimpleRecord(timestamp, "k".getBytes(UTF_8), "v".getBytes(UTF_8));
            }
            MemoryRecords batch = MemoryRecords.withRecords(
                    random.nextBoolean() ? Compression.NONE : Compression.zstd().build(), records);
            Path directory = path.resolve("round-" + round);
            try (TestLogs ours = TestLogs.open(directory.resolve("ours"), config);
                    UnifiedLog theirs = apache(directory.resolve("theirs-0"), properties)) {
                List<Integer> refusedByUs = new ArrayList<>();
                List<Integer> refusedByThem = new ArrayList<>();
                try {
                    append(ours, batch);
                } catch (RecordsRejectedException e) {
                    e.recordErrors().forEach(error -> refusedByUs.add(error.batchIndex()));
                }
                try {
                    theirs.appendAsLeader(copy(batch), 5);
                } catch (RecordValidationException e) {
                    e.recordErrors().forEach(error -> refusedByThem.add(error.batchIndex));
                }
                assertEquals(refusedByThem, refusedByUs, batch.records().toString());
                assertEquals(described(read(theirs)), described(read(ours)));
            }
        }
    }

    private static SimpleRecord[] records(Random random) {
        SimpleRecord[] records = new SimpleRecord[1 + random.nextInt(20)];
        for (int i = 0; i < records.length; i++) {
            byte[] value = random.nextInt(5) == 0
                    ? null
                    : "v".repeat(random.nextInt(100)).getBytes(UTF_8);
            records[i] = new SimpleRecord(NOW - random.nextInt(1000), ("k" + i).getBytes(UTF_8), value);
        }
        return records;
    }

    private static TopicCompression compression(String type) {
        return switch (type) {
            case "producer" -> TopicCompression.AS_PRODUCED;
            case "uncompressed" -> TopicCompression.with(Codec.of(CompressionType.NONE));
            default -> TopicCompression.with(Codec.of(CompressionType.forName(type)));
        };
    }

    private static MemoryRecords copy(MemoryRecords records) {
        ByteBuffer copy = ByteBuffer.allocate(records.sizeInBytes());
        copy.put(records.buffer().duplicate()).flip();
        return MemoryRecords.readableRecords(copy);
    }

    private static AppendResult append(TestLogs logs, MemoryRecords records) {
        ByteBuf buffer = Unpooled.wrappedBuffer(copy(records).buffer());
        try (BatchAdmission admission = new BatchAdmission(io.netty.buffer.UnpooledByteBufAllocator.DEFAULT, 1 << 20)) {
            return logs.log.append(
                    admission.admit(buffer, logs.log.topicPartition(), logs.log.config(), AppendOrigin.CLIENT, NOW),
                    5,
                    NOW);
        }
    }

    private static MemoryRecords read(TestLogs logs) {
        FetchSlice slice = logs.log.read(0, 1 << 20, true, Long.MAX_VALUE);
        ByteBuf buffer = Unpooled.buffer();
        try {
            slice.readInto(buffer);
        } finally {
            slice.release();
        }
        return MemoryRecords.readableRecords(buffer.nioBuffer());
    }

    private static MemoryRecords read(UnifiedLog log) throws IOException {
        var records = log.read(0, 1 << 20, FetchIsolation.LOG_END, true).records;
        ByteBuffer buffer = ByteBuffer.allocate(records.sizeInBytes());
        if (records instanceof org.apache.kafka.common.record.internal.FileRecords file) {
            file.readInto(buffer, 0);
        }
        return MemoryRecords.readableRecords(buffer);
    }

    private static List<String> described(MemoryRecords log) {
        List<String> lines = new ArrayList<>();
        for (RecordBatch batch : log.batches()) {
            batch.ensureValid();
            lines.add(batch.baseOffset() + ".." + batch.lastOffset() + " " + batch.compressionType() + " "
                    + batch.timestampType() + " " + batch.maxTimestamp() + " " + batch.producerId() + " "
                    + batch.producerEpoch() + " " + batch.baseSequence() + " " + batch.partitionLeaderEpoch());
            for (Record record : batch) {
                lines.add(record.offset() + " "
                        + (batch.timestampType() == TimestampType.LOG_APPEND_TIME ? "" : record.timestamp()) + " "
                        + text(record.key()) + "=" + text(record.value()));
            }
        }
        return lines;
    }

    private static String text(ByteBuffer bytes) {
        return bytes == null ? null : UTF_8.decode(bytes).toString();
    }

    private static UnifiedLog apache(Path directory, Properties properties) throws IOException {
        Files.createDirectories(directory);
        Time time = mock(Time.class);
        when(time.milliseconds()).thenReturn(NOW);
        return UnifiedLog.create(
                directory.toFile(),
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
}
