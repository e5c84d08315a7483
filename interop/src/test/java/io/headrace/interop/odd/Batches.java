package io.headrace.interop.odd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.RecordBytes;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Record batches, right and wrong, made by Apache's own classes. */
final class Batches {

    private static final int CRC_POSITION = 17;
    private static final int ATTRIBUTES_POSITION = 21;

    private Batches() {}

    private static SimpleRecord record() {
        return new SimpleRecord(System.currentTimeMillis(), "k".getBytes(UTF_8), "v".getBytes(UTF_8));
    }

    private static byte[] copy(MemoryRecords records) {
        ByteBuffer buffer = records.buffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static RecordBytes bytes(byte[] bytes) {
        return new BufferRecordBytes(Unpooled.wrappedBuffer(bytes));
    }

    /** A batch that is in order. */
    static RecordBytes plain() {
        return bytes(copy(MemoryRecords.withRecords(Compression.NONE, record())));
    }

    /** A batch whose bytes are changed, and its checksum is not. */
    static RecordBytes bent(UnaryOperator<byte[]> bend) {
        return bytes(bend.apply(copy(MemoryRecords.withRecords(Compression.NONE, record()))));
    }

    /** A batch whose bytes are changed, with a checksum that fits. */
    static RecordBytes resealed(UnaryOperator<byte[]> bend) {
        return bent(original -> {
            byte[] batch = bend.apply(original);
            CRC32C crc = new CRC32C();
            crc.update(batch, ATTRIBUTES_POSITION, batch.length - ATTRIBUTES_POSITION);
            ByteBuffer.wrap(batch).putInt(CRC_POSITION, (int) crc.getValue());
            return batch;
        });
    }

    static byte[] flip(byte[] bytes, int at) {
        bytes[at] ^= 1;
        return bytes;
    }

    static byte[] set(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    static RecordBytes twice() {
        return bent(batch -> {
            byte[] twice = new byte[batch.length * 2];
            System.arraycopy(batch, 0, twice, 0, batch.length);
            System.arraycopy(batch, 0, twice, batch.length, batch.length);
            return twice;
        });
    }

    static RecordBytes idempotent(long producerId, int epoch, int sequence) {
        return bytes(copy(
                MemoryRecords.withIdempotentRecords(Compression.NONE, producerId, (short) epoch, sequence, record())));
    }

    static RecordBytes transactional(long producerId, int epoch, int sequence) {
        return bytes(copy(MemoryRecords.withTransactionalRecords(
                Compression.NONE, producerId, (short) epoch, sequence, record())));
    }

    /** A marker that only coordinators write. */
    static RecordBytes control() {
        return bytes(copy(MemoryRecords.withEndTransactionMarker(
                5, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0))));
    }

    static RecordBytes large(int bytes) {
        return bytes(copy(MemoryRecords.withRecords(
                Compression.NONE, new SimpleRecord(System.currentTimeMillis(), null, new byte[bytes]))));
    }

    static RecordBytes at(long timestampMs) {
        return bytes(
                copy(MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(timestampMs, null, new byte[3]))));
    }
}
