package io.headrace.record.compress;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * LZ4 in its frame format. Writes one frame of independent 64 KiB blocks without checksums; reads one frame of independent
 * blocks of any size, and checks whatever checksums it has. Frames with blocks that depend on each other are refused, as
 * Java consumers refuse them.
 *
 * <pre>
 *   frame: 04 22 4d 18 | flags 1 | block descriptor 1 | [content size 8 LE] | header checksum 1
 *          | { block size 4 LE, top bit: stored as it is | block | [xxh32 4 LE] } ... | 0 4 | [content xxh32 4 LE]
 *   flags: version 01 in bits 6-7, independent blocks 5, block checksums 4, content size 3, content checksum 2,
 *          reserved 1, dictionary id 0
 *   block descriptor: largest block in bits 4-6 (4: 64 KiB, 5: 256 KiB, 6: 1 MiB, 7: 4 MiB), the rest reserved
 * </pre>
 */
final class Lz4Codec extends Codec {

    /** Kafka's default; by its convention this level, and only this, means the fast compressor. */
    static final int DEFAULT_LEVEL = 9;

    static final Lz4Codec DEFAULT = new Lz4Codec(DEFAULT_LEVEL);

    private static final int MIN_LEVEL = 1;
    private static final int MAX_LEVEL = 17;

    private static final int MAGIC = 0x184D2204;
    private static final byte[] FRAME_HEADER = {0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, (byte) 0x82};
    private static final int BLOCK_SIZE = 64 * 1024;
    private static final int STORED = 0x80000000;

    private static final int VERSION_MASK = 0xc0;
    private static final int VERSION_1 = 0x40;
    private static final int INDEPENDENT_BLOCKS = 0x20;
    private static final int BLOCK_CHECKSUMS = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int RESERVED = 0x02;
    private static final int DICTIONARY = 0x01;
    private static final int DESCRIPTOR_RESERVED = 0x8f;

    private final int level;

    Lz4Codec(int level) {
        if (level < MIN_LEVEL || level > MAX_LEVEL) {
            throw new IllegalArgumentException("lz4 level must be 1 to 17: " + level);
        }
        this.level = level;
    }

    @Override
    public CompressionType type() {
        return CompressionType.LZ4;
    }

    @Override
    public int firstCapacity(int sourceBytes) {
        return 64 + sourceBytes / 2 + maxBlockSize(Math.min(sourceBytes, BLOCK_SIZE));
    }

    /** LZ4's own bound. */
    private static int maxBlockSize(int bytes) {
        return bytes + bytes / 255 + 16;
    }

    @Override
    void compressDirect(ByteBuffer source, ByteBuf target) {
        LZ4Compressor compressor = level == DEFAULT_LEVEL ? Native.FAST : Native.FACTORY.highCompressor(level);
        target.writeBytes(FRAME_HEADER);
        int end = source.limit();
        for (int at = source.position(); at < end; at += BLOCK_SIZE) {
            int size = Math.min(BLOCK_SIZE, end - at);
            int most = maxBlockSize(size);
            target.ensureWritable(4 + most);
            ByteBuffer room = target.nioBuffer(target.writerIndex() + 4, most);
            int compressed = compressor.compress(source, at, size, room, 0, most);
            if (compressed < size) {
                target.writeIntLE(compressed).writerIndex(target.writerIndex() + compressed);
            } else {
                target.writeIntLE(size | STORED).writeBytes(source.slice(at, size));
            }
        }
        target.writeIntLE(0);
    }

    @Override
    void decompressDirect(ByteBuffer source, Unpacked target) {
        ByteBuffer in = source.slice().order(ByteOrder.LITTLE_ENDIAN);
        require(in, 7, target);
        if (in.getInt() != MAGIC) {
            throw target.invalid("not an lz4 frame");
        }
        int flags = in.get();
        int descriptor = in.get();
        int maxBlock = maxBlockSize(flags, descriptor, target);
        long contentSize = -1;
        if ((flags & CONTENT_SIZE) != 0) {
            require(in, 9, target);
            contentSize = in.getLong();
        }
        checkHeaderChecksum(in, target);
        if (contentSize >= 0) {
            target.requireWithinLimit(contentSize);
        }
        readBlocks(in, maxBlock, (flags & BLOCK_CHECKSUMS) != 0, target);
        if ((flags & CONTENT_CHECKSUM) != 0) {
            require(in, 4, target);
            ByteBuffer content = target.since(0);
            if (in.getInt() != Native.HASH.hash(content, 0, content.remaining(), 0)) {
                throw target.invalid("lz4 content checksum does not match");
            }
        }
        if (contentSize != -1 && contentSize != target.size()) {
            throw target.invalid("lz4 content of " + target.size() + " bytes was stated as " + contentSize);
        }
        if (in.hasRemaining()) {
            throw target.invalid(in.remaining() + " bytes after the end of the lz4 frame");
        }
    }

    private static int maxBlockSize(int flags, int descriptor, Unpacked target) {
        if ((flags & VERSION_MASK) != VERSION_1) {
            throw target.invalid("lz4 frame of unknown version, flags " + (flags & 0xff));
        }
        if ((flags & (RESERVED | DICTIONARY)) != 0) {
            throw target.invalid("lz4 frame with unknown features, flags " + (flags & 0xff));
        }
        if ((flags & INDEPENDENT_BLOCKS) == 0) {
            throw target.invalid("lz4 frame with dependent blocks");
        }
        int size = descriptor >> 4;
        if ((descriptor & DESCRIPTOR_RESERVED) != 0 || size < 4) {
            throw target.invalid("lz4 frame with unknown block descriptor " + (descriptor & 0xff));
        }
        return 1 << (8 + 2 * size);
    }

    private static void checkHeaderChecksum(ByteBuffer in, Unpacked target) {
        int from = 4;
        int hash = Native.HASH.hash(in, from, in.position() - from, 0);
        if (in.get() != (byte) (hash >> 8)) {
            throw target.invalid("lz4 frame header checksum does not match");
        }
    }

    private static void readBlocks(ByteBuffer in, int maxBlock, boolean checksums, Unpacked target) {
        while (true) {
            require(in, 4, target);
            int header = in.getInt();
            if (header == 0) {
                return;
            }
            int size = header & ~STORED;
            if (size > maxBlock || size > in.remaining()) {
                throw target.invalid("lz4 block of " + size + " bytes where at most "
                        + Math.min(maxBlock, in.remaining()) + " can be");
            }
            int at = in.position();
            in.position(at + size);
            if (checksums) {
                require(in, 4, target);
                if (in.getInt() != Native.HASH.hash(in, at, size, 0)) {
                    throw target.invalid("lz4 block checksum does not match");
                }
            }
            if ((header & STORED) != 0) {
                target.copy(in.slice(at, size));
            } else {
                decompressBlock(in, at, size, maxBlock, target);
            }
        }
    }

    private static void decompressBlock(ByteBuffer in, int at, int size, int maxBlock, Unpacked target) {
        // A block unpacks to at most 255 times its size, so little room is wasted on small blocks.
        ByteBuffer room = target.room((int) Math.min(maxBlock, 255L * size));
        int most = Math.min(room.remaining(), maxBlock);
        try {
            target.wrote(Native.DECOMPRESSOR.decompress(in, at, size, room, 0, most));
        } catch (LZ4Exception e) {
            if (most < maxBlock && most < 255L * size) {
                // Less room than the block may need is left only at the limit.
                target.requireWithinLimit((long) target.size() + maxBlock);
            }
            throw target.invalid(e.getMessage(), e);
        }
    }

    private static void require(ByteBuffer in, int bytes, Unpacked target) {
        if (in.remaining() < bytes) {
            throw target.invalid("lz4 frame ends early");
        }
    }

    /** Loads the native library when the first frame is written or read; falls back to Java where there is none. */
    private static final class Native {
        static final LZ4Factory FACTORY = LZ4Factory.fastestInstance();
        static final LZ4Compressor FAST = FACTORY.fastCompressor();
        static final LZ4SafeDecompressor DECOMPRESSOR = FACTORY.safeDecompressor();
        static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();

        private Native() {}
    }
}
