package io.headrace.record.compress;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Compresses and decompresses the records of a batch, whole.
 *
 * <p>Codecs are immutable and thread safe. Native contexts come from a small pool per codec class, are used for one call
 * and go back; no more of them stay than there are processors.
 */
public abstract sealed class Codec permits NoCodec, GzipCodec, SnappyCodec, Lz4Codec, ZstdCodec {

    Codec() {}

    /** The codec of a type at its default level. */
    public static Codec of(CompressionType type) {
        return switch (type) {
            case NONE -> NoCodec.INSTANCE;
            case GZIP -> GzipCodec.DEFAULT;
            case SNAPPY -> SnappyCodec.INSTANCE;
            case LZ4 -> Lz4Codec.DEFAULT;
            case ZSTD -> ZstdCodec.DEFAULT;
        };
    }

    /**
     * The codec of a type at a level (KIP-780).
     *
     * @throws IllegalArgumentException when the level is out of the codec's range, or the codec has none
     */
    public static Codec of(CompressionType type, int level) {
        return switch (type) {
            case GZIP -> new GzipCodec(level);
            case LZ4 -> new Lz4Codec(level);
            case ZSTD -> new ZstdCodec(level);
            case NONE, SNAPPY -> throw new IllegalArgumentException(type + " has no levels");
        };
    }

    /** Which codec this is. */
    public abstract CompressionType type();

    /** Bytes that {@link #compress} wants writable at first, so that the target seldom has to grow. */
    public abstract int firstCapacity(int sourceBytes);

    /**
     * Compresses all that is between the source's position and limit, and appends it to the target.
     *
     * @param source heap or direct; its position is undefined afterwards
     * @param target a direct buffer that can grow; borrowed
     */
    public final void compress(ByteBuffer source, ByteBuf target) {
        withDirect(source, target, direct -> compressDirect(direct, target));
    }

    /**
     * Decompresses all that is between the source's position and limit, and appends it to the target. Never asks for more
     * memory than the smaller of {@code maxBytes} and a small multiple of what has really come out so far.
     *
     * @param source heap or direct; its position is undefined afterwards
     * @param target a direct buffer that can grow; borrowed. After an exception it may hold part of the output
     * @param maxBytes the most that may come out
     * @throws RecordTooLargeException when more would come out; it names the limit
     * @throws InvalidRecordException when the source is not what this codec writes
     * @throws UnsupportedCompressionTypeException when the codec's native library cannot be loaded on this platform
     */
    public final void decompress(ByteBuffer source, ByteBuf target, int maxBytes) {
        withDirect(source, target, direct -> decompressDirect(direct, new Unpacked(type(), target, maxBytes)));
    }

    /** {@link #compress} on a direct source. */
    abstract void compressDirect(ByteBuffer source, ByteBuf target);

    /** {@link #decompress} on a direct source. */
    abstract void decompressDirect(ByteBuffer source, Unpacked target);

    private void withDirect(ByteBuffer source, ByteBuf target, Consumer<ByteBuffer> action) {
        if (!target.isDirect()) {
            throw new IllegalArgumentException("the target must be a direct buffer");
        }
        try {
            if (source.isDirect()) {
                action.accept(source);
                return;
            }
            ByteBuf copy = target.alloc().directBuffer(Math.max(source.remaining(), 1));
            try {
                copy.writeBytes(source);
                action.accept(copy.nioBuffer());
            } finally {
                copy.release();
            }
        } catch (LinkageError e) {
            throw new UnsupportedCompressionTypeException(
                    "the native library of the codec " + type() + " cannot be loaded on this platform", e);
        }
    }
}
