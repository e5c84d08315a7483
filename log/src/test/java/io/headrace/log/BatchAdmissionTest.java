package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static io.headrace.log.TestLogs.PARTITION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.InvalidTimestampException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.record.TimestampType;
import io.headrace.record.BatchHeader;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchAdmissionTest {

    private static final LogConfig CONFIG = LogConfig.defaults();

    private final BatchAdmission admission = new BatchAdmission(UnpooledByteBufAllocator.DEFAULT, 100_000);

    @AfterEach
    void close() {
        admission.close();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void aGoodBatchIsAdmittedAndDescribed(CompressionType codec) {
        TestBatch batch = TestBatch.empty()
                .record(1000, "k", "a")
                .record(3000, null, "b")
                .record(2000, null, "c")
                .codec(codec)
                .producer(9, 0, 4);
        AdmittedBatches admitted = admit(batch.bytes(), CONFIG, AppendOrigin.CLIENT);
        assertEquals(3, admitted.recordCount());
        assertEquals(1, admitted.batchCount());
        assertEquals(3000, admitted.maxTimestamp());
        assertEquals(codec.id(), admitted.compressionId());
        assertEquals(9, admitted.producerId());
        assertEquals(batch.bytes().length, admitted.sizeInBytes());
    }

    @Test
    void aWrongLargestTimestampIsSetRight() {
        ByteBuf buffer = Unpooled.wrappedBuffer(TestBatch.of("a").bytes());
        BatchHeader header = new BatchHeader(buffer, 0);
        header.maxTimestamp(TimestampType.CREATE_TIME, 123_456);
        assertEquals(
                1000,
                admission
                        .admit(buffer, PARTITION, CONFIG, AppendOrigin.CLIENT, NOW)
                        .maxTimestamp());
        assertEquals(1000, header.maxTimestamp());
        assertTrue(header.isCrcValid());
    }

    @Test
    void bytesThatAreNoBatchAreRefused() {
        byte[] good = TestBatch.of("a").bytes();
        refused(InvalidRecordException.class, "has none for orders-0", new byte[0]);
        refused(InvalidRecordException.class, "no whole batch", java.util.Arrays.copyOf(good, good.length - 1));
        refused(InvalidRecordException.class, "no whole batch", java.util.Arrays.copyOf(good, good.length + 5));
        byte[] flipped = good.clone();
        flipped[good.length - 2] ^= 1;
        refused(CorruptRecordException.class, "crc", flipped);
        byte[] old = good.clone();
        old[16] = 1;
        refused(InvalidRecordException.class, "magic 1", old);
        byte[] unknown = good.clone();
        unknown[16] = 9;
        refused(CorruptRecordException.class, "magic 9", unknown);
        byte[] elsewhere = good.clone();
        elsewhere[7] = 7;
        refused(InvalidRecordException.class, "base offset 7 instead of 0", elsewhere);
    }

    @Test
    void aClientSendsOneBatchWithoutControlRecordsAndWithASequence() {
        byte[] good = TestBatch.of("a").bytes();
        byte[] two = Unpooled.wrappedBuffer(good, good).copy().array();
        refused(InvalidRecordException.class, "has more for orders-0", two);
        assertEquals(2, admit(two, CONFIG, AppendOrigin.COORDINATOR).batchCount());
        refused(
                InvalidRecordException.class,
                "a client may not write control records to orders-0",
                TestBatch.of("a").control().bytes());
        refused(
                InvalidRecordException.class,
                "a batch of producer 9 for orders-0 has sequence -1 and epoch 0",
                TestBatch.of("a").producer(9, 0, -1).bytes());
    }

    @Test
    void aBatchAboveTheLimitsIsRefused() {
        LogConfig small = LogConfig.builder().maxMessageBytes(100).build();
        RecordTooLargeException refused = assertThrows(
                RecordTooLargeException.class,
                () -> admit(TestBatch.of("x".repeat(100)).bytes(), small, AppendOrigin.CLIENT));
        assertEquals("a batch of 170 bytes for orders-0 exceeds max.message.bytes, 100", refused.getMessage());
        assertThrows(
                RecordTooLargeException.class,
                () -> admit(
                        TestBatch.of("x".repeat(200_000))
                                .codec(CompressionType.ZSTD)
                                .bytes(),
                        CONFIG,
                        AppendOrigin.CLIENT));
    }

    @Test
    void timestampsOutOfRangeAreNamedOneByOne() {
        LogConfig limits = LogConfig.builder()
                .timestampBeforeMaxMs(1000)
                .timestampAfterMaxMs(500)
                .build();
        TestBatch batch = TestBatch.empty()
                .record(NOW - 1000, null, "a")
                .record(NOW - 1001, null, "b")
                .record(NOW + 500, null, "c")
                .record(NOW + 501, null, "d")
                .codec(CompressionType.LZ4);
        RecordsRejectedException rejected =
                assertThrows(RecordsRejectedException.class, () -> admit(batch.bytes(), limits, AppendOrigin.CLIENT));
        assertInstanceOf(InvalidTimestampException.class, rejected.error());
        assertEquals(
                List.of(
                        new RecordsRejectedException.RecordError(
                                1, "timestamp " + (NOW - 1001) + " for orders-0 is earlier than " + (NOW - 1000)),
                        new RecordsRejectedException.RecordError(
                                3, "timestamp " + (NOW + 501) + " for orders-0 is later than " + (NOW + 500))),
                rejected.recordErrors());
        assertTrue(rejected.getMessage().startsWith("rejected for 2 records: record 1: timestamp "));
        admit(
                batch.bytes(),
                limits.toBuilder().timestampType(TimestampType.LOG_APPEND_TIME).build(),
                AppendOrigin.CLIENT);
        admit(TestBatch.empty().record(-1, null, "no time").bytes(), limits, AppendOrigin.CLIENT);
    }

    @Test
    void onlyABrokerSaysLogAppendTime() {
        RecordsRejectedException rejected = assertThrows(
                RecordsRejectedException.class,
                () -> admit(TestBatch.of("a").logAppendTime(NOW).bytes(), CONFIG, AppendOrigin.CLIENT));
        assertInstanceOf(InvalidTimestampException.class, rejected.error());
    }

    @Test
    void aCompactedTopicNeedsKeys() {
        LogConfig compacted = LogConfig.builder().cleanupPolicy(false, true).build();
        TestBatch batch = TestBatch.empty();
        for (int i = 0; i < 6; i++) {
            batch.record(1000, i == 2 ? "key" : null, "v");
        }
        RecordsRejectedException rejected = assertThrows(
                RecordsRejectedException.class, () -> admit(batch.bytes(), compacted, AppendOrigin.CLIENT));
        assertInstanceOf(InvalidRecordException.class, rejected.error());
        assertEquals(
                List.of(0, 1, 3, 4, 5),
                rejected.recordErrors().stream()
                        .map(RecordsRejectedException.RecordError::batchIndex)
                        .toList());
        assertTrue(rejected.getMessage().endsWith("; ..."), rejected.getMessage());
        admit(TestBatch.empty().record(1000, "k", "v").bytes(), compacted, AppendOrigin.CLIENT);
    }

    @Test
    void whatTheTopicsCodecMakesLargerThanTheLimitIsRefused() {
        LogConfig config = LogConfig.builder()
                .compression(TopicCompression.with(Codec.of(CompressionType.NONE)))
                .maxMessageBytes(1000)
                .build();
        byte[] small =
                TestBatch.of("x".repeat(2000)).codec(CompressionType.ZSTD).bytes();
        RecordTooLargeException refused =
                assertThrows(RecordTooLargeException.class, () -> admit(small, config, AppendOrigin.CLIENT));
        assertEquals(
                "a batch for orders-0 has 2070 bytes with the topic's compression.type, which exceeds max.message.bytes,"
                        + " 1000",
                refused.getMessage());
    }

    private AdmittedBatches admit(byte[] bytes, LogConfig config, AppendOrigin origin) {
        return admission.admit(Unpooled.wrappedBuffer(bytes), PARTITION, config, origin, NOW);
    }

    private void refused(Class<? extends Exception> type, String message, byte[] bytes) {
        Exception refused = assertThrows(type, () -> admit(bytes, CONFIG, AppendOrigin.CLIENT));
        assertEquals(type, refused.getClass());
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }
}
