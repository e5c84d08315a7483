package io.headrace.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.common.record.TimestampType;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchHeaderTest {

    private ByteBuf bytes;
    private BatchHeader header;

    @BeforeEach
    void build() {
        SampleBatch sample = new SampleBatch();
        sample.compression = CompressionType.LZ4;
        for (int i = 0; i < 10; i++) {
            sample.add(i, 1000 + i, null, new byte[100]);
        }
        bytes = sample.ours();
        header = new BatchHeader(bytes, 0);
    }

    @AfterEach
    void release() {
        bytes.release();
    }

    private DefaultRecordBatch byApache() {
        ByteBuffer copy = ByteBuffer.wrap(ByteBufUtil.getBytes(bytes));
        return (DefaultRecordBatch)
                MemoryRecords.readableRecords(copy).batches().iterator().next();
    }

    @Test
    void offsetAndLeaderEpochAreStampedWithoutTouchingTheCrc() {
        long crc = header.crc();
        header.baseOffset(1L << 40).partitionLeaderEpoch(77);
        assertEquals(crc, header.crc());
        DefaultRecordBatch apaches = byApache();
        apaches.ensureValid();
        assertEquals(1L << 40, apaches.baseOffset());
        assertEquals((1L << 40) + 9, apaches.lastOffset());
        assertEquals(77, apaches.partitionLeaderEpoch());
        assertEquals((1L << 40) + 10, header.nextOffset());
    }

    @Test
    void logAppendTimeIsStampedAndTakenBack() {
        header.maxTimestamp(TimestampType.LOG_APPEND_TIME, 5_000);
        DefaultRecordBatch apaches = byApache();
        apaches.ensureValid();
        assertEquals(5_000, apaches.maxTimestamp());
        apaches.forEach(record -> assertEquals(5_000, record.timestamp()));
        assertEquals(TimestampType.LOG_APPEND_TIME, header.timestampType());
        try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, 1 << 20)) {
            records.open(header);
            while (records.next()) {
                assertEquals(5_000, records.timestamp());
            }
        }

        header.maxTimestamp(TimestampType.CREATE_TIME, 1009);
        assertTrue(header.isCrcValid());
        assertEquals(TimestampType.CREATE_TIME, header.timestampType());
        assertEquals(CompressionType.LZ4, header.compressionType());
        assertEquals(1009, byApache().maxTimestamp());
    }

    @Test
    void producerStateIsStampedAgainForARetry() {
        header.producer(12, (short) 3, 40);
        byApache().ensureValid();
        header.producer(13, (short) 0, 0, true);
        DefaultRecordBatch apaches = byApache();
        apaches.ensureValid();
        assertEquals(13, apaches.producerId());
        assertEquals(0, apaches.producerEpoch());
        assertEquals(0, apaches.baseSequence());
        assertTrue(apaches.isTransactional());
        header.producer(13, (short) 0, 0, false);
        assertFalse(header.isTransactional());
        assertTrue(header.isCrcValid());
    }

    @Test
    void sequencesGoOnAtZeroAfterTheLargest() {
        header.producer(1, (short) 0, Integer.MAX_VALUE - 4);
        assertEquals(4, header.lastSequence());
        header.producer(1, (short) 0, Integer.MAX_VALUE - 9);
        assertEquals(Integer.MAX_VALUE, header.lastSequence());
        header.producer(-1, (short) -1, -1);
        assertEquals(-1, header.lastSequence());
    }

    @Test
    void everyFlippedBitThatTheCrcCoversIsFound() {
        for (int bit = 8 * BatchHeader.ATTRIBUTES; bit < 8 * bytes.readableBytes(); bit++) {
            bytes.setByte(bit / 8, bytes.getByte(bit / 8) ^ (1 << (bit % 8)));
            assertFalse(header.isCrcValid(), "bit " + bit);
            bytes.setByte(bit / 8, bytes.getByte(bit / 8) ^ (1 << (bit % 8)));
        }
        assertTrue(header.isCrcValid());
    }

    @Test
    void wrongCrcIsNamed() {
        long computed = header.computeCrc();
        bytes.setInt(BatchHeader.CRC, 1);
        CorruptRecordException e = assertThrows(CorruptRecordException.class, header::requireValidCrc);
        assertTrue(e.getMessage().contains("stated crc 1, computed crc " + computed), e.getMessage());
    }

    @Test
    void crcIsTheSameInHeapDirectAndCompositeBuffers() {
        long crc = header.computeCrc();
        byte[] array = ByteBufUtil.getBytes(bytes);
        ByteBuf heap = Unpooled.wrappedBuffer(new byte[7], array);
        ByteBuf slice = Unpooled.wrappedBuffer(array, 0, array.length).slice();
        ByteBuf nio = Unpooled.wrappedBuffer(
                ByteBuffer.allocateDirect(array.length).put(array).flip());
        ByteBuf parts = Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer(array, 0, 30), Unpooled.copiedBuffer(array, 30, array.length - 30));
        assertEquals(crc, new BatchHeader(heap, 7).computeCrc());
        assertEquals(crc, new BatchHeader(slice, 0).computeCrc());
        assertEquals(crc, new BatchHeader(nio, 0).computeCrc());
        assertEquals(crc, new BatchHeader(parts, 0).computeCrc());
        assertEquals(crc, new BatchHeader(nio.asReadOnly(), 0).computeCrc());
    }

    @Test
    void unknownCodecIsNamed() {
        bytes.setShort(BatchHeader.ATTRIBUTES, 6);
        UnsupportedCompressionTypeException e =
                assertThrows(UnsupportedCompressionTypeException.class, header::compressionType);
        assertTrue(e.getMessage().contains("compression type id 6"), e.getMessage());
    }

    @Test
    void aFileIsScannedByHeadersAlone(@TempDir Path directory) throws IOException {
        List<Long> offsets = new ArrayList<>();
        Random random = new Random(1);
        try (FileChannel file = FileChannel.open(
                directory.resolve("segment"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            for (int i = 0; i < 20; i++) {
                SampleBatch sample = SampleBatch.random(random);
                ByteBuf batch = sample.ours();
                batch.readBytes(file, batch.readableBytes());
                batch.release();
                offsets.add(sample.baseOffset);
            }
            ByteBuf scratch = Unpooled.directBuffer(BatchHeader.SIZE);
            List<Long> found = new ArrayList<>();
            BatchHeader scanned = new BatchHeader();
            for (long at = 0; at < file.size(); at += scanned.sizeInBytes()) {
                assertEquals(BatchHeader.SIZE, scratch.setBytes(0, file, at, BatchHeader.SIZE));
                found.add(scanned.wrap(scratch, 0).baseOffset());
                assertEquals(BatchHeader.MAGIC, scanned.magic());
            }
            scratch.release();
            assertEquals(offsets, found);
        }
    }

    @Test
    void toStringSaysWhatMatters() {
        assertEquals("BatchHeader(of nothing)", new BatchHeader().toString());
        assertTrue(header.toString().contains("offsets=[0, 9]"), header.toString());
    }
}
