package io.headrace.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Batches with a right length and CRC around whatever bytes a test wants, for what no builder would write. */
final class RawBatch {

    private final ByteBuf bytes = Unpooled.buffer();

    RawBatch(int recordCount, byte[] records) {
        bytes.writeZero(BatchHeader.SIZE).writeBytes(records);
        bytes.setByte(BatchHeader.MAGIC_OFFSET, BatchHeader.MAGIC);
        bytes.setInt(BatchHeader.RECORD_COUNT, recordCount);
        bytes.setInt(BatchHeader.LAST_OFFSET_DELTA, recordCount - 1);
        bytes.setLong(BatchHeader.BASE_OFFSET, 500);
    }

    RawBatch lastOffsetDelta(int delta) {
        bytes.setInt(BatchHeader.LAST_OFFSET_DELTA, delta);
        return this;
    }

    RawBatch attributes(int attributes) {
        bytes.setShort(BatchHeader.ATTRIBUTES, attributes);
        return this;
    }

    BatchHeader header() {
        return repair(bytes);
    }

    /** Makes length and CRC of a batch that fills a buffer right. */
    static BatchHeader repair(ByteBuf batch) {
        batch.setInt(batch.readerIndex() + BatchHeader.LENGTH, batch.readableBytes() - BatchHeader.LOG_OVERHEAD);
        return new BatchHeader(batch, batch.readerIndex()).stampCrc();
    }

    /** Bytes from numbers. */
    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
