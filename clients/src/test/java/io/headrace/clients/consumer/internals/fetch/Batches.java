package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.header.Header;
import io.headrace.record.BatchBuilder;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Record batches for tests, on the heap, so that nobody has to release them. */
final class Batches {

    static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
    static final Header[] NO_HEADERS = {};

    private Batches() {}

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** A batch with a record per value, without keys. */
    static ByteBuf batch(long baseOffset, int epoch, String... values) {
        try (BatchBuilder builder = builder(CompressionType.NONE).baseOffset(baseOffset)) {
            for (String value : values) {
                builder.append(1_000 + baseOffset, null, bytes(value));
            }
            return sealed(builder.partitionLeaderEpoch(epoch));
        }
    }

    /** A batch of a transaction. */
    static ByteBuf transactional(long baseOffset, long producerId, String... values) {
        try (BatchBuilder builder = builder(CompressionType.NONE).baseOffset(baseOffset)) {
            builder.producer(producerId, (short) 0, 0).transactional(true);
            for (String value : values) {
                builder.append(1_000, null, bytes(value));
            }
            return sealed(builder);
        }
    }

    /** The marker that ends a transaction. */
    static ByteBuf marker(long offset, long producerId, boolean isCommit) {
        try (BatchBuilder builder = builder(CompressionType.NONE).baseOffset(offset)) {
            builder.producer(producerId, (short) 0, -1).transactional(true).control(true);
            byte[] key = ByteBuffer.allocate(4)
                    .putShort((short) 0)
                    .putShort((short) (isCommit ? 1 : 0))
                    .array();
            byte[] value = ByteBuffer.allocate(6).putShort((short) 0).putInt(7).array();
            builder.append(1_000, key, value);
            return sealed(builder);
        }
    }

    static BatchBuilder builder(CompressionType type) {
        return new BatchBuilder(ALLOCATOR, Codec.of(type), 256);
    }

    static ByteBuf sealed(BatchBuilder builder) {
        ByteBuf direct = builder.seal();
        try {
            byte[] copy = new byte[direct.readableBytes()];
            direct.readBytes(copy);
            return Unpooled.wrappedBuffer(copy);
        } finally {
            direct.release();
        }
    }

    /** Batches one behind the other. */
    static ByteBuf concat(ByteBuf... parts) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part : parts) {
            all.writeBytes(part);
        }
        return all;
    }
}
