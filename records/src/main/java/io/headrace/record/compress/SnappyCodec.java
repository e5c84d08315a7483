package io.headrace.record.compress;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;

/**
 * Snappy. Writes xerial's framing, as Java clients do; reads that and one raw block without any framing, as librdkafka
 * and others write.
 *
 * <pre>
 *   stream: 82 "SNAPPY" 00 | version 4 BE | lowest version that can read it 4 BE | { block size 4 BE | raw block } ...
 * </pre>
 *
 * Streams may follow one another: a stream's header may stand where a block's size is expected.
 */
final class SnappyCodec extends Codec {

    static final SnappyCodec INSTANCE = new SnappyCodec();

    private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
    private static final int HEADER_SIZE = 16;
    private static final int VERSION = 1;

    /** What xerial's stream uses unless told otherwise, and so what every Java client writes. */
    private static final int BLOCK_SIZE = 32 * 1024;

    /** A copy of at most 64 bytes takes at least three, so no valid block unpacks to more than 22 times its size. */
    private static final int MOST_RATIO = 22;

    private static final int MOST_LENGTH_BYTES = 5;

    private SnappyCodec() {}

    @Override
    public CompressionType type() {
        return CompressionType.SNAPPY;
    }

    @Override
    public int firstCapacity(int sourceBytes) {
        return HEADER_SIZE + 64 + sourceBytes / 2 + maxBlockSize(Math.min(sourceBytes, BLOCK_SIZE));
    }

    /** Snappy's own bound: 32 bytes and a sixth more. */
    private static int maxBlockSize(int bytes) {
        return 32 + bytes + bytes / 6;
    }

    @Override
    void compressDirect(ByteBuffer source, ByteBuf target) {
        target.writeBytes(MAGIC).writeInt(VERSION).writeInt(VERSION);
        int end = source.limit();
        for (int at = source.position(); at < end; at += BLOCK_SIZE) {
            source.limit(Math.min(end, at + BLOCK_SIZE)).position(at);
            int most = maxBlockSize(source.remaining());
            target.ensureWritable(4 + most);
            ByteBuffer room = target.nioBuffer(target.writerIndex() + 4, most);
            try {
                int size = Snappy.compress(source, room);
                target.writeInt(size).writerIndex(target.writerIndex() + size);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    void decompressDirect(ByteBuffer source, Unpacked target) {
        ByteBuffer in = source.slice();
        if (!startsStream(in)) {
            uncompress(in, target);
            return;
        }
        while (in.hasRemaining()) {
            if (startsStream(in)) {
                skipStreamHeader(in, target);
                continue;
            }
            if (in.remaining() < 4) {
                throw target.invalid("snappy block size ends early");
            }
            int size = in.getInt();
            if (size < 0 || size > in.remaining()) {
                throw target.invalid("snappy block of " + size + " bytes where " + in.remaining() + " are left");
            }
            ByteBuffer block = in.slice(in.position(), size);
            in.position(in.position() + size);
            uncompress(block, target);
        }
    }

    private static boolean startsStream(ByteBuffer in) {
        return in.remaining() >= MAGIC.length
                && in.slice(in.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    private static void skipStreamHeader(ByteBuffer in, Unpacked target) {
        if (in.remaining() < HEADER_SIZE) {
            throw target.invalid("snappy stream header ends early");
        }
        int lowestReader = in.getInt(in.position() + 12);
        if (lowestReader > VERSION) {
            throw target.invalid("snappy stream needs a reader of version " + lowestReader);
        }
        in.position(in.position() + HEADER_SIZE);
    }

    private static void uncompress(ByteBuffer block, Unpacked target) {
        long claimed = claimedSize(block, target);
        target.requireWithinLimit(target.size() + claimed);
        if (claimed > (long) MOST_RATIO * block.remaining()) {
            throw target.invalid("snappy block of " + block.remaining() + " bytes claims to unpack to " + claimed);
        }
        try {
            int size = Snappy.uncompress(block, target.exactRoom((int) claimed));
            target.wrote(size);
        } catch (IOException e) {
            throw target.invalid(e.getMessage(), e);
        }
    }

    /** The varint in front of a raw block. Snappy's binding writes that much without looking at the room there is. */
    private static long claimedSize(ByteBuffer block, Unpacked target) {
        long size = 0;
        for (int i = 0; i < Math.min(MOST_LENGTH_BYTES, block.remaining()); i++) {
            byte b = block.get(block.position() + i);
            size |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                return size;
            }
        }
        throw target.invalid("snappy block without a size");
    }
}
