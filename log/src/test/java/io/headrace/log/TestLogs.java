package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.log.file.FileIo;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.record.BatchCursor;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A data directory in a test, with one partition that most tests are about. Disk work runs at once. */
final class TestLogs implements AutoCloseable {

    static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    static final Uuid TOPIC_ID = new Uuid(7, 77);
    static final long NOW = 1_700_000_000_000L;

    final Path path;
    final LogDirectoryConfig directoryConfig;
    LogConfig config;
    LogDirectory directory;
    PartitionLog log;

    private TestLogs(Path path, LogConfig config, FileIo io) {
        this.path = path;
        this.config = config;
        this.directoryConfig =
                new LogDirectoryConfig(io, Runnable::run, 2, LogDirectoryConfig.DEFAULT_PRODUCER_EXPIRATION_MS);
    }

    static TestLogs open(Path path, LogConfig config) {
        return open(path, config, FileIo.system());
    }

    static TestLogs open(Path path, LogConfig config, FileIo io) {
        TestLogs logs = new TestLogs(path, config, io);
        logs.open(NOW);
        return logs;
    }

    void open(long nowMs) {
        directory = LogDirectory.open(path, directoryConfig);
        log = directory.openLog(spec(), nowMs);
    }

    LogSpec spec() {
        return new LogSpec(PARTITION, TOPIC_ID, config);
    }

    /** A clean end and a new start. */
    TestLogs reopen() {
        directory.close(NOW);
        open(NOW);
        return this;
    }

    /** As after {@code kill -9}: what was written is there, nothing else was done. */
    TestLogs crash() {
        directory.closeAbruptly();
        open(NOW);
        return this;
    }

    Path file(String name) {
        return path.resolve("orders-0").resolve(name);
    }

    AppendResult append(TestBatch batch) {
        return append(batch, 0, NOW);
    }

    AppendResult append(TestBatch batch, int leaderEpoch, long nowMs) {
        return append(log, batch, AppendOrigin.CLIENT, leaderEpoch, nowMs);
    }

    static AppendResult append(PartitionLog log, TestBatch batch, AppendOrigin origin, int leaderEpoch, long nowMs) {
        ByteBuf buffer = Unpooled.wrappedBuffer(batch.bytes());
        try (BatchAdmission admission = new BatchAdmission(UnpooledByteBufAllocator.DEFAULT, 1 << 20)) {
            return log.append(
                    admission.admit(buffer, log.topicPartition(), log.config(), origin, nowMs),
                    TransactionVerification.WAIVED,
                    leaderEpoch,
                    nowMs);
        }
    }

    /** Ends a transaction, and commits everything. */
    AppendResult end(TransactionEnd end) {
        AppendResult result = log.appendMarker(end, 0, NOW);
        log.committedBelow(log.view().logEndOffset());
        return result;
    }

    /** All values from an offset on, read slice by slice up to the log's end. */
    List<String> values(long fromOffset) {
        List<String> values = new ArrayList<>();
        records(log, fromOffset, 1 << 20).forEach(record -> values.add(record.value()));
        return values;
    }

    /** All records from an offset on. */
    static List<Read> records(PartitionLog log, long fromOffset, int maxBytes) {
        List<Read> found = new ArrayList<>();
        long offset = fromOffset;
        while (offset < log.view().logEndOffset()) {
            List<Read> read = slice(log.read(offset, maxBytes, true, Long.MAX_VALUE));
            if (read.isEmpty()) {
                break;
            }
            for (Read record : read) {
                if (record.offset() >= offset) {
                    found.add(record);
                }
            }
            long last = read.get(read.size() - 1).offset();
            if (last < offset) {
                throw new AssertionError("asked for offset " + offset + ", got records up to " + last);
            }
            offset = last + 1;
        }
        return found;
    }

    /** The records of a slice's whole batches; releases it. */
    static List<Read> slice(FetchSlice slice) {
        List<Read> found = new ArrayList<>();
        ByteBuf buffer = Unpooled.buffer();
        try {
            slice.readInto(buffer);
        } finally {
            slice.release();
        }
        BatchCursor batches = new BatchCursor(buffer);
        try (RecordCursor records = new RecordCursor(UnpooledByteBufAllocator.DEFAULT, 1 << 24)) {
            while (batches.nextVerified()) {
                records.open(batches.batch());
                while (records.next()) {
                    found.add(new Read(
                            records.offset(),
                            records.timestamp(),
                            new String(records.value(), StandardCharsets.UTF_8),
                            batches.batch().partitionLeaderEpoch()));
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        directory.closeAbruptly();
    }

    record Read(long offset, long timestamp, String value, int leaderEpoch) {}
}
