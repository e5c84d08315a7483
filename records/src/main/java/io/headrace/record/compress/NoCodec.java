package io.headrace.record.compress;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Copies. */
final class NoCodec extends Codec {

    static final NoCodec INSTANCE = new NoCodec();

    private NoCodec() {}

    @Override
    public CompressionType type() {
        return CompressionType.NONE;
    }

    @Override
    public int firstCapacity(int sourceBytes) {
        return sourceBytes;
    }

    @Override
    void compressDirect(ByteBuffer source, ByteBuf target) {
        target.writeBytes(source);
    }

    @Override
    void decompressDirect(ByteBuffer source, Unpacked target) {
        target.copy(source);
    }
}
