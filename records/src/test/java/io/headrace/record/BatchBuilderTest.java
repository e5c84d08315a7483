package io.headrace.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.header.Header;
import io.headrace.common.header.internals.RecordHeader;
import io.headrace.record.SampleBatch.Sample;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {

    private static final PooledByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
    private static final Header[] NONE = {};

    private static BatchBuilder builder(CompressionType type) {
        return new BatchBuilder(ALLOCATOR, Codec.of(type), 1024);
    }

    @Test
    void sizeBoundHoldsForEveryRecord() {
        Seeds.run(200, random -> {
            SampleBatch sample = SampleBatch.random(random);
            try (BatchBuilder builder = builder(CompressionType.NONE)) {
                builder.baseOffset(sample.baseOffset);
                for (Sample record : sample.records) {
                    int before = builder.sizeInBytes();
                    builder.appendAt(
                            record.offset(), record.timestamp(), record.key(), record.value(), record.headers());
                    int bound = BatchBuilder.maxRecordSize(record.key(), record.value(), record.headers());
                    int size = builder.sizeInBytes() - before;
                    assertTrue(size <= bound, () -> size + " > " + bound);
                    assertEquals(
                            bound + BatchHeader.SIZE,
                            BatchBuilder.maxBatchSize(record.key(), record.value(), record.headers()));
                }
                int expected = builder.sizeInBytes();
                assertEquals(expected, builder.estimatedSize());
                ByteBuf sealed = builder.seal();
                assertEquals(expected, sealed.readableBytes());
                sealed.release();
            }
        });
    }

    @Test
    void roomIsKeptForTheNextRecord() {
        byte[] value = new byte[100];
        int next = BatchBuilder.maxRecordSize(null, value, NONE);
        try (BatchBuilder builder = builder(CompressionType.NONE)) {
            assertTrue(builder.hasRoomFor(1 << 20, 100), "an empty batch takes a record of any size");
            while (builder.hasRoomFor(next, 16 * 1024)) {
                builder.append(5, null, value);
            }
            assertTrue(builder.sizeInBytes() <= 16 * 1024);
            assertTrue(builder.sizeInBytes() > 16 * 1024 - 2 * next);
        }
    }

    @Test
    void roomCountsWithTheExpectedRatio() {
        byte[] value = new byte[100];
        int next = BatchBuilder.maxRecordSize(null, value, NONE);
        try (BatchBuilder builder = builder(CompressionType.LZ4).expectedRatio(0.25f)) {
            while (builder.hasRoomFor(next, 16 * 1024)) {
                builder.append(5, null, value);
            }
            assertTrue(builder.sizeInBytes() > 60_000, () -> "" + builder.sizeInBytes());
            assertTrue(builder.estimatedSize() <= 16 * 1024);
        }
        try (BatchBuilder uncompressed = builder(CompressionType.NONE).expectedRatio(0.25f)) {
            uncompressed.append(5, null, value);
            assertEquals(uncompressed.sizeInBytes(), uncompressed.estimatedSize());
            assertThrows(IllegalArgumentException.class, () -> uncompressed.expectedRatio(0));
            assertThrows(IllegalArgumentException.class, () -> uncompressed.expectedRatio(Float.NaN));
        }
    }

    @Test
    void maxSizesSaturate() {
        Header[] headers = new Header[40];
        byte[] value = new byte[64 << 20];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = new RecordHeader("h", value);
        }
        assertEquals(Integer.MAX_VALUE, BatchBuilder.maxRecordSize(null, null, headers));
        assertEquals(Integer.MAX_VALUE, BatchBuilder.maxBatchSize(null, null, headers));
        try (BatchBuilder builder = builder(CompressionType.NONE)) {
            assertThrows(
                    io.headrace.common.errors.RecordTooLargeException.class,
                    () -> builder.append(1, null, null, headers));
            assertEquals(0, builder.recordCount());
            builder.append(1, null, null);
            ByteBuf sealed = builder.seal();
            assertEquals(1, new BatchHeader(sealed, 0).recordCount());
            sealed.release();
        }
    }

    @Test
    void builderIsUsedAnewAfterReset() {
        for (CompressionType type : CompressionType.values()) {
            try (BatchBuilder builder = builder(type)) {
                builder.baseOffset(50)
                        .control(true)
                        .transactional(true)
                        .logAppendTimeMs(9)
                        .lastOffset(70)
                        .partitionLeaderEpoch(3)
                        .producer(1, (short) 2, 3)
                        .deleteHorizonMs(4)
                        .append(8, null, new byte[10]);
                builder.seal().release();
                builder.reset().append(100, "k".getBytes(StandardCharsets.UTF_8), null);
                ByteBuf second = builder.seal();
                SampleBatch plain = new SampleBatch();
                plain.compression = type;
                ByteBuf expected = plain.add(0, 100, "k".getBytes(StandardCharsets.UTF_8), null)
                        .ours();
                assertArrayEquals(ByteBufUtil.getBytes(expected), ByteBufUtil.getBytes(second));
                expected.release();
                second.release();
                builder.reset().append(1, null, null);
                // What is not sealed is released by close, as the leak check sees.
            }
        }
    }

    @Test
    void misuseIsRefused() {
        try (BatchBuilder builder = builder(CompressionType.NONE)) {
            assertThrows(IllegalStateException.class, builder::seal);
            assertThrows(IllegalArgumentException.class, () -> builder.append(-2, null, null));
            builder.baseOffset(10).append(-1, null, null);
            assertThrows(IllegalArgumentException.class, () -> builder.appendAt(10, 0, null, null, NONE));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> builder.appendAt(11L + Integer.MAX_VALUE, 0, null, null, NONE));
            assertThrows(IllegalStateException.class, () -> builder.baseOffset(0));
            assertThrows(IllegalStateException.class, () -> builder.deleteHorizonMs(0));
            builder.lastOffset(9);
            assertThrows(IllegalArgumentException.class, builder::seal);
            builder.appendAt(12, 0, null, null, NONE);
            builder.lastOffset(11);
            assertThrows(IllegalStateException.class, builder::seal);
            builder.lastOffset(12).seal().release();
            assertThrows(IllegalStateException.class, () -> builder.append(0, null, null));
            assertThrows(IllegalStateException.class, builder::seal);
        }
        assertThrows(NullPointerException.class, () -> new BatchBuilder(null, Codec.of(CompressionType.NONE), 1));
    }

    @Test
    void appendTellsOffsetDeltasAndMaxTimestamp() {
        try (BatchBuilder builder = builder(CompressionType.NONE)) {
            assertEquals(-1, builder.maxTimestamp());
            assertEquals(0, builder.baseOffset(7).append(50, null, null));
            assertEquals(1, builder.append(40, null, null));
            assertEquals(13, builder.appendAt(20, 45, null, null, NONE));
            assertEquals(14, builder.append(44, null, null));
            assertEquals(50, builder.maxTimestamp());
            assertEquals(4, builder.recordCount());
        }
    }

    @Test
    void compactionKeepsWhatTheHeaderPromises() {
        Seeds.run(200, random -> {
            SampleBatch sample = SampleBatch.random(random);
            ByteBuf original = sample.ours();
            BatchHeader before = new BatchHeader(original, 0);
            List<Sample> kept = new ArrayList<>();
            try (RecordCursor records = new RecordCursor(ALLOCATOR, 1 << 28);
                    BatchBuilder builder = builder(CompressionType.forId(random.nextInt(5)))) {
                builder.like(before);
                records.open(before);
                int keepOneIn = random.nextInt(4);
                while (records.next()) {
                    if (keepOneIn != 0 && random.nextInt(keepOneIn) == 0) {
                        builder.append(records);
                        kept.add(sample.records.get(records.recordIndex()));
                    }
                }
                ByteBuf rewritten = builder.seal();
                try {
                    BatchCursor batches = new BatchCursor(rewritten);
                    assertTrue(batches.nextVerified());
                    BatchHeader after = batches.batch();
                    assertEquals(before.baseOffset(), after.baseOffset());
                    assertEquals(before.lastOffset(), after.lastOffset());
                    assertEquals(before.lastSequence(), after.lastSequence());
                    assertEquals(before.producerId(), after.producerId());
                    assertEquals(before.producerEpoch(), after.producerEpoch());
                    assertEquals(before.partitionLeaderEpoch(), after.partitionLeaderEpoch());
                    assertEquals(before.timestampType(), after.timestampType());
                    assertEquals(before.isControl(), after.isControl());
                    assertEquals(before.isTransactional(), after.isTransactional());
                    assertEquals(!kept.isEmpty() && before.hasDeleteHorizon(), after.hasDeleteHorizon());
                    sample.records.clear();
                    sample.records.addAll(kept);
                    AgainstApacheTest.assertRecords(sample, records.open(after));
                } finally {
                    rewritten.release();
                }
            } finally {
                original.release();
            }
        });
    }

    @Test
    void aBatchThatWasTooLargeIsSplitInTwo() {
        SampleBatch sample = new SampleBatch();
        sample.compression = CompressionType.ZSTD;
        for (int i = 0; i < 101; i++) {
            sample.add(i, 1000 - i, new byte[] {(byte) i}, new byte[i], new RecordHeader("h", new byte[] {1}));
        }
        ByteBuf large = sample.ours();
        try (RecordCursor records = new RecordCursor(ALLOCATOR, 1 << 20);
                BatchBuilder half = builder(CompressionType.ZSTD)) {
            List<ByteBuf> halves = new ArrayList<>();
            records.open(new BatchHeader(large, 0));
            while (records.next()) {
                half.appendAt(half.recordCount(), records);
                if (records.recordIndex() == 50 || records.recordIndex() == 100) {
                    halves.add(half.seal());
                    half.reset();
                }
            }
            List<Sample> rest = List.copyOf(sample.records);
            try (BatchValidator validator = new BatchValidator(ALLOCATOR, 1 << 20)) {
                for (int h = 0; h < 2; h++) {
                    BatchHeader header = new BatchHeader(halves.get(h), 0);
                    validator.validate(header);
                    assertEquals(h == 0 ? 51 : 50, header.recordCount());
                    records.open(header);
                    for (int i = 0; records.next(); i++) {
                        Sample want = rest.get(51 * h + i);
                        assertEquals(i, records.offset());
                        assertEquals(want.timestamp(), records.timestamp());
                        assertArrayEquals(want.key(), records.key());
                        assertArrayEquals(want.value(), records.value());
                        assertTrue(records.nextHeader());
                        assertEquals("h", records.headerKey());
                    }
                }
            }
            halves.forEach(ByteBuf::release);
        } finally {
            large.release();
        }
    }

    @Test
    void unpairedSurrogatesInHeaderKeysBecomeQuestionMarks() {
        try (BatchBuilder builder =
                        new BatchBuilder(UnpooledByteBufAllocator.DEFAULT, Codec.of(CompressionType.NONE), 0);
                RecordCursor records = new RecordCursor(ALLOCATOR, 0)) {
            builder.append(0, null, null, new Header[] {new RecordHeader("\ud800", null), new RecordHeader("b", null)});
            ByteBuf sealed = builder.seal();
            records.open(new BatchHeader(sealed, 0));
            assertTrue(records.next());
            assertTrue(records.nextHeader());
            assertEquals("?", records.headerKey());
            assertTrue(records.nextHeader());
            assertEquals("b", records.headerKey());
            assertFalse(records.nextHeader());
            sealed.release();
        }
    }
}
