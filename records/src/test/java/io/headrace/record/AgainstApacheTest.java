package io.headrace.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.header.Header;
import io.headrace.record.SampleBatch.Sample;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.compress.GzipCompression;
import org.apache.kafka.common.compress.Lz4Compression;
import org.apache.kafka.common.compress.ZstdCompression;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we write Apache's reader understands, what Apache's builder writes we understand, for every codec. */
class AgainstApacheTest {

    /** How often a property that is to be tried {@code rounds} times is tried. */
    int times(int rounds) {
        return rounds;
    }

    private static final int LIMIT = 64 << 20;

    @Test
    void apacheReadsOurs() {
        Seeds.run(times(300), random -> {
            SampleBatch sample = SampleBatch.random(random);
            ByteBuf ours = sample.ours();
            try {
                assertReadByApache(sample, ByteBufUtil.getBytes(ours));
            } finally {
                ours.release();
            }
        });
    }

    @Test
    void weReadApaches() {
        Seeds.run(times(300), random -> {
            SampleBatch sample = SampleBatch.random(random);
            ByteBuf apaches = placed(random, sample.apaches());
            try {
                assertReadByUs(sample, apaches);
            } finally {
                apaches.release();
            }
        });
    }

    @Test
    void uncompressedBatchesAreTheSameByteForByte() {
        Seeds.run(times(300), random -> {
            SampleBatch sample = SampleBatch.random(random);
            sample.compression = CompressionType.NONE;
            ByteBuf ours = sample.ours();
            try {
                assertArrayEquals(sample.apaches(), ByteBufUtil.getBytes(ours), sample::toString);
            } finally {
                ours.release();
            }
        });
    }

    @Test
    void manyBatchesInOneBuffer() {
        Seeds.run(times(20), random -> {
            List<SampleBatch> samples = new ArrayList<>();
            ByteBuf all = PooledByteBufAllocator.DEFAULT.buffer();
            try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, LIMIT)) {
                for (int i = 0; i < 10; i++) {
                    SampleBatch sample = SampleBatch.random(random);
                    samples.add(sample);
                    if (random.nextBoolean()) {
                        all.writeBytes(sample.apaches());
                    } else {
                        ByteBuf ours = sample.ours();
                        all.writeBytes(ours);
                        ours.release();
                    }
                }
                BatchCursor batches = new BatchCursor(all);
                for (SampleBatch sample : samples) {
                    assertTrue(batches.nextVerified());
                    assertHeader(sample, batches.batch());
                    assertRecords(sample, records.open(batches.batch()));
                }
                assertFalse(batches.next());
                assertFalse(batches.endsInPartialBatch());
            } finally {
                all.release();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void recordsFromNothingTo20MegabytesGoBothWays(CompressionType type) {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 32 * 1024, 64 * 1024 + 1, 1 << 20, 20_000_000}) {
            byte[] value = new byte[size];
            random.nextBytes(value);
            for (int i = size / 3; i < size; i++) {
                value[i] = (byte) (i >> 9);
            }
            SampleBatch sample = new SampleBatch();
            sample.compression = type;
            sample.add(0, 5, new byte[0], value).add(1, 6, null, size > 1 << 20 ? null : value);
            ByteBuf ours = sample.ours();
            ByteBuf apaches = Unpooled.wrappedBuffer(sample.apaches());
            try {
                assertReadByApache(sample, ByteBufUtil.getBytes(ours));
                assertReadByUs(sample, apaches);
                assertReadByUs(sample, ours);
            } finally {
                ours.release();
            }
        }
    }

    @Test
    void everyLevelGoesBothWays() {
        Random random = new Random(3);
        SampleBatch sample = new SampleBatch();
        for (int i = 0; i < 300; i++) {
            sample.add(i, i, null, SampleBatch.bytes(random, 400));
        }
        sample.compression = CompressionType.GZIP;
        for (int level : new int[] {-1, 1, 6, 9}) {
            assertLevel(
                    sample, level, new GzipCompression.Builder().level(level).build());
        }
        sample.compression = CompressionType.LZ4;
        for (int level = 1; level <= 17; level++) {
            assertLevel(sample, level, new Lz4Compression.Builder().level(level).build());
        }
        sample.compression = CompressionType.ZSTD;
        for (int level : new int[] {-131072, -5, 1, 3, 12, 22}) {
            assertLevel(
                    sample, level, new ZstdCompression.Builder().level(level).build());
        }
    }

    private static void assertLevel(SampleBatch sample, int level, Compression apaches) {
        ByteBuf ours = sample.ours(Codec.of(sample.compression, level));
        try {
            assertReadByApache(sample, ByteBufUtil.getBytes(ours));
            assertReadByUs(sample, Unpooled.wrappedBuffer(sample.apaches(apaches)));
        } finally {
            ours.release();
        }
    }

    @Test
    void emptyBatchLikeApaches() {
        SampleBatch sample = new SampleBatch();
        sample.baseOffset = 100;
        sample.leaderEpoch = 4;
        sample.producerId = 9;
        sample.producerEpoch = 2;
        sample.baseSequence = 50;
        sample.transactional = true;
        sample.compression = CompressionType.ZSTD;
        sample.add(100, 70, null, new byte[3]).add(101, 60, null, null);
        ByteBuf original = sample.ours();
        ByteBuffer expected = ByteBuffer.allocate(BatchHeader.SIZE);
        DefaultRecordBatch.writeEmptyHeader(
                expected,
                RecordBatch.MAGIC_VALUE_V2,
                9,
                (short) 2,
                50,
                100,
                101,
                4,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                70,
                true,
                false);
        try (BatchBuilder builder =
                new BatchBuilder(PooledByteBufAllocator.DEFAULT, Codec.of(CompressionType.ZSTD), 64)) {
            ByteBuf empty = builder.like(new BatchHeader(original, 0)).seal();
            assertArrayEquals(expected.array(), ByteBufUtil.getBytes(empty));
            empty.release();
        } finally {
            original.release();
        }
    }

    /** The bytes somewhere in a heap or direct buffer, so that no index can be taken for 0. */
    private static ByteBuf placed(Random random, byte[] bytes) {
        int before = random.nextInt(100);
        ByteBuf buffer = random.nextBoolean()
                ? PooledByteBufAllocator.DEFAULT.heapBuffer(bytes.length + 200)
                : PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length + 200);
        return buffer.writeZero(before).skipBytes(before).writeBytes(bytes);
    }

    private static void assertReadByApache(SampleBatch sample, byte[] bytes) {
        List<RecordBatch> batches = new ArrayList<>();
        MemoryRecords.readableRecords(ByteBuffer.wrap(bytes)).batches().forEach(batches::add);
        assertEquals(1, batches.size(), sample::toString);
        RecordBatch batch = batches.get(0);
        batch.ensureValid();
        assertTrue(batch.isValid());
        assertEquals(bytes.length, batch.sizeInBytes());
        assertEquals(sample.baseOffset, batch.baseOffset());
        assertEquals(expectedLastOffset(sample), batch.lastOffset());
        assertEquals(expectedMaxTimestamp(sample), batch.maxTimestamp());
        assertEquals(sample.leaderEpoch, batch.partitionLeaderEpoch());
        assertEquals(sample.producerId, batch.producerId());
        assertEquals(sample.producerEpoch, batch.producerEpoch());
        assertEquals(sample.baseSequence, batch.baseSequence());
        assertEquals(sample.transactional, batch.isTransactional());
        assertEquals(sample.control, batch.isControlBatch());
        assertEquals(sample.records.size(), batch.countOrNull());
        assertEquals(sample.deleteHorizon, batch.deleteHorizonMs().orElse(-1));
        assertEquals(sample.compression.typeName(), batch.compressionType().name);
        assertEquals(sample.logAppendTime >= 0 ? 1 : 0, batch.timestampType().id);
        Iterator<Sample> expected = sample.records.iterator();
        for (Record record : batch) {
            record.ensureValid();
            Sample want = expected.next();
            assertEquals(want.offset(), record.offset());
            assertEquals(sample.logAppendTime >= 0 ? sample.logAppendTime : want.timestamp(), record.timestamp());
            assertArrayEquals(want.key(), bytes(record.key()));
            assertArrayEquals(want.value(), bytes(record.value()));
            assertEquals(want.headers().length, record.headers().length);
            for (int i = 0; i < want.headers().length; i++) {
                assertEquals(want.headers()[i].key(), record.headers()[i].key());
                assertArrayEquals(want.headers()[i].value(), record.headers()[i].value());
            }
        }
        assertFalse(expected.hasNext());
    }

    private static void assertReadByUs(SampleBatch sample, ByteBuf buffer) {
        BatchCursor batches = new BatchCursor(buffer);
        try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, LIMIT)) {
            assertTrue(batches.nextVerified());
            assertHeader(sample, batches.batch());
            assertRecords(sample, records.open(batches.batch()));
        }
        assertFalse(batches.next());
        assertFalse(batches.endsInPartialBatch());
    }

    private static void assertHeader(SampleBatch sample, BatchHeader header) {
        assertTrue(header.isCrcValid());
        assertEquals(BatchHeader.MAGIC, header.magic());
        assertEquals(sample.baseOffset, header.baseOffset());
        assertEquals(expectedLastOffset(sample), header.lastOffset());
        assertEquals(expectedLastOffset(sample) + 1, header.nextOffset());
        assertEquals(expectedMaxTimestamp(sample), header.maxTimestamp());
        assertEquals(sample.leaderEpoch, header.partitionLeaderEpoch());
        assertEquals(sample.producerId, header.producerId());
        assertEquals(sample.producerId >= 0, header.hasProducerId());
        assertEquals(sample.producerEpoch, header.producerEpoch());
        assertEquals(sample.baseSequence, header.baseSequence());
        assertEquals(
                sample.baseSequence < 0
                        ? -1
                        : DefaultRecordBatch.incrementSequence(sample.baseSequence, header.lastOffsetDelta()),
                header.lastSequence());
        assertEquals(sample.transactional, header.isTransactional());
        assertEquals(sample.control, header.isControl());
        assertEquals(sample.records.size(), header.recordCount());
        assertEquals(sample.deleteHorizon >= 0, header.hasDeleteHorizon());
        assertEquals(sample.deleteHorizon, header.deleteHorizonMs());
        assertEquals(sample.compression, header.compressionType());
        assertEquals(sample.logAppendTime >= 0 ? 1 : 0, header.timestampType().id);
    }

    static void assertRecords(SampleBatch sample, RecordCursor records) {
        int index = 0;
        for (Sample want : sample.records) {
            assertTrue(records.next());
            assertEquals(index++, records.recordIndex());
            assertEquals(want.offset(), records.offset());
            assertEquals(sample.logAppendTime >= 0 ? sample.logAppendTime : want.timestamp(), records.timestamp());
            assertEquals(want.key() == null ? -1 : want.key().length, records.keySize());
            assertEquals(want.key() != null, records.hasKey());
            assertArrayEquals(want.key(), records.key());
            assertArrayEquals(want.key(), bytes(records.keyBuffer()));
            assertArrayEquals(want.key(), bytes(records.keySlice()));
            assertEquals(want.value() == null ? -1 : want.value().length, records.valueSize());
            assertEquals(want.value() != null, records.hasValue());
            assertArrayEquals(want.value(), records.value());
            assertArrayEquals(want.value(), bytes(records.valueBuffer()));
            assertArrayEquals(want.value(), bytes(records.valueSlice()));
            assertEquals(want.headers().length, records.headerCount());
            for (Header header : want.headers()) {
                assertTrue(records.nextHeader());
                assertEquals(header.key(), records.headerKey());
                assertArrayEquals(header.value(), records.headerValue());
                assertArrayEquals(header.value(), bytes(records.headerValueBuffer()));
            }
            assertFalse(records.nextHeader());
        }
        assertFalse(records.next());
    }

    private static long expectedLastOffset(SampleBatch sample) {
        return sample.lastOffset >= 0 ? sample.lastOffset : sample.lastSampleOffset();
    }

    private static long expectedMaxTimestamp(SampleBatch sample) {
        return sample.logAppendTime >= 0
                ? sample.logAppendTime
                : sample.records.stream().mapToLong(Sample::timestamp).max().orElse(-1);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] bytes(ByteBuf buffer) {
        return buffer == null ? null : ByteBufUtil.getBytes(buffer);
    }
}
