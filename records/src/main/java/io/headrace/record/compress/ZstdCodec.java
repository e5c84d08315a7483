package io.headrace.record.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Zstandard, RFC 8878. Writes one frame that states its content's size, which readers use to unpack it in one go; reads
 * any number of frames, with or without sizes.
 */
final class ZstdCodec extends Codec {

    static final int DEFAULT_LEVEL = 3;
    static final ZstdCodec DEFAULT = new ZstdCodec(DEFAULT_LEVEL);

    private static final int MIN_LEVEL = -131072;
    private static final int MAX_LEVEL = 22;

    /** Up to this ratio a frame's word for its size is taken, and room for all of it made at once. */
    private static final int BELIEVED_RATIO = 64;

    private static final ContextPool<ZstdCompressCtx> COMPRESSORS =
            new ContextPool<>(ZstdCompressCtx::new, ZstdCompressCtx::close);
    private static final ContextPool<ZstdDecompressCtx> DECOMPRESSORS =
            new ContextPool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

    private final int level;

    ZstdCodec(int level) {
        if (level < MIN_LEVEL || level > MAX_LEVEL) {
            throw new IllegalArgumentException("zstd level must be " + MIN_LEVEL + " to " + MAX_LEVEL + ": " + level);
        }
        this.level = level;
    }

    @Override
    public CompressionType type() {
        return CompressionType.ZSTD;
    }

    @Override
    public int firstCapacity(int sourceBytes) {
        return maxSize(sourceBytes);
    }

    /** Zstandard's own bound, saturated. */
    private static int maxSize(int bytes) {
        long most = (long) bytes + (bytes >>> 8) + (bytes < 131072 ? (131072 - bytes) >>> 11 : 0) + 64;
        return (int) Math.min(most, Integer.MAX_VALUE - 1024);
    }

    @Override
    void compressDirect(ByteBuffer source, ByteBuf target) {
        int most = maxSize(source.remaining());
        target.ensureWritable(most);
        ByteBuffer room = target.nioBuffer(target.writerIndex(), most);
        ZstdCompressCtx context = COMPRESSORS.take();
        boolean ready = false;
        try {
            context.setLevel(level);
            int size = context.compressDirectByteBuffer(room, 0, most, source, source.position(), source.remaining());
            target.writerIndex(target.writerIndex() + size);
            ready = true;
        } finally {
            if (ready) {
                COMPRESSORS.giveBack(context);
            } else {
                COMPRESSORS.discard(context);
            }
        }
    }

    @Override
    void decompressDirect(ByteBuffer source, Unpacked target) {
        if (!source.hasRemaining()) {
            throw target.invalid("no zstd frame");
        }
        ZstdDecompressCtx context = DECOMPRESSORS.take();
        boolean ready = false;
        try {
            if (!decompressAtOnce(context, source, target)) {
                context.reset();
                decompressStream(context, source, target);
            }
            ready = true;
        } finally {
            if (ready) {
                DECOMPRESSORS.giveBack(context);
            } else {
                DECOMPRESSORS.discard(context);
            }
        }
    }

    /** Unpacks one frame whose stated size is believable; false when it is not that, and nothing came out. */
    private static boolean decompressAtOnce(ZstdDecompressCtx context, ByteBuffer source, Unpacked target) {
        int at = source.position();
        int length = source.remaining();
        long size = Zstd.getDirectByteBufferFrameContentSize(source, at, length);
        if (size <= 0) {
            return false;
        }
        target.requireWithinLimit(size);
        if (!Unpacked.isBelievable(size, length, BELIEVED_RATIO)) {
            return false;
        }
        try {
            ByteBuffer room = target.exactRoom((int) size);
            target.wrote(context.decompressDirectByteBuffer(room, 0, (int) size, source, at, length));
            return true;
        } catch (ZstdException e) {
            // Corrupt, or more frames follow: the stream finds out which.
            return false;
        }
    }

    private static void decompressStream(ZstdDecompressCtx context, ByteBuffer source, Unpacked target) {
        boolean frameDone = false;
        try {
            while (source.hasRemaining() || !frameDone) {
                ByteBuffer room = target.room(Math.max(1, source.remaining()));
                int consumedFrom = source.position();
                frameDone = context.decompressDirectByteBufferStream(room, source);
                target.wrote(room.position());
                if (!frameDone && room.position() == 0 && source.position() == consumedFrom) {
                    throw target.invalid("zstd frame ends early");
                }
            }
        } catch (ZstdException e) {
            throw target.invalid(e.getMessage(), e);
        }
    }
}
