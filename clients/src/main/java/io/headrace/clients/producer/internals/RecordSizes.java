package io.headrace.clients.producer.internals;

import io.headrace.common.header.Header;
import io.headrace.record.BatchHeader;
import io.netty.buffer.ByteBufUtil;

/** How large a record can get, counted as Kafka's own producer counts for its limits. Pure. */
final class RecordSizes {

    /** Length 5, attributes 1, timestamp delta 10, offset delta 5, each at its longest. */
    private static final int MOST_BYTES_BESIDES_CONTENT = 21;

    private static final int BITS_PER_VARINT_BYTE = 7;

    private RecordSizes() {}

    /** The most bytes that a batch with only this record takes, uncompressed. */
    static long ofBatchWith(byte[] key, byte[] value, Header[] headers) {
        long size = BatchHeader.SIZE + MOST_BYTES_BESIDES_CONTENT + ofContent(key) + ofContent(value);
        size += varint(headers.length);
        for (Header header : headers) {
            int name = ByteBufUtil.utf8Bytes(header.key());
            size += (long) varint(name) + name + ofContent(header.value());
        }
        return size;
    }

    private static long ofContent(byte[] bytes) {
        return bytes == null ? varint(-1) : (long) varint(bytes.length) + bytes.length;
    }

    private static int varint(int value) {
        int zigzag = (value << 1) ^ (value >> 31);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(zigzag | 1);
        return (bits + BITS_PER_VARINT_BYTE - 1) / BITS_PER_VARINT_BYTE;
    }
}
