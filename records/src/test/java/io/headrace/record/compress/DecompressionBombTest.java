package io.headrace.record.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.record.MeteredAllocator;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.SnappyOutputStream;

/** Little that unpacks to much is refused at the limit, without taking more memory than the limit. */
class DecompressionBombTest {

    private static final int LIMIT = 1 << 20;

    private final MeteredAllocator allocator = new MeteredAllocator();

    interface Wrap {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] zeros(long size, Wrap wrap) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        try (OutputStream stream = wrap.around(out)) {
            for (long written = 0; written < size; written += chunk.length) {
                stream.write(chunk);
            }
        }
        return out.toByteArray();
    }

    private <E extends Exception> void assertRefused(Class<E> expected, CompressionType type, byte[] bomb, int most) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bomb.length).put(bomb).flip();
        ByteBuf target = allocator.directBuffer(16);
        try {
            E e = assertThrows(expected, () -> Codec.of(type).decompress(direct, target, LIMIT));
            if (e instanceof RecordTooLargeException) {
                assertTrue(e.getMessage().contains("limit of " + LIMIT + " bytes"), e.getMessage());
            }
        } finally {
            target.release();
        }
        assertTrue(allocator.largest() <= most, () -> "a buffer of " + allocator.largest());
    }

    @Test
    void gzip() throws IOException {
        byte[] bomb = zeros(256L << 20, out -> new GZIPOutputStream(out, 1 << 16));
        assertRefused(RecordTooLargeException.class, CompressionType.GZIP, bomb, LIMIT + 1);
    }

    @Test
    void snappyStream() throws IOException {
        byte[] bomb = zeros(64L << 20, out -> new SnappyOutputStream(out, 1 << 16));
        assertRefused(RecordTooLargeException.class, CompressionType.SNAPPY, bomb, LIMIT + 1);
    }

    @Test
    void snappyBlockThatClaimsMuch() {
        byte[] twoGigabytes = {-1, -1, -1, -1, 7, 0, 0};
        assertRefused(RecordTooLargeException.class, CompressionType.SNAPPY, twoGigabytes, 16);
        byte[] withinLimit = {-1, -1, 0x3f, 0, 0, 0};
        assertRefused(InvalidRecordException.class, CompressionType.SNAPPY, withinLimit, 16);
    }

    @Test
    void lz4() throws IOException {
        for (LZ4FrameOutputStream.BLOCKSIZE size : LZ4FrameOutputStream.BLOCKSIZE.values()) {
            byte[] bomb = zeros(64L << 20, out -> new LZ4FrameOutputStream(out, size));
            assertRefused(RecordTooLargeException.class, CompressionType.LZ4, bomb, LIMIT + 1);
        }
    }

    @Test
    void lz4FrameThatClaimsMuch() throws IOException {
        byte[] bomb = zeros(
                1L << 16,
                out -> new LZ4FrameOutputStream(
                        out,
                        LZ4FrameOutputStream.BLOCKSIZE.SIZE_4MB,
                        1L << 40,
                        LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
                        LZ4FrameOutputStream.FLG.Bits.CONTENT_SIZE));
        assertRefused(RecordTooLargeException.class, CompressionType.LZ4, bomb, 16);
    }

    @Test
    void zstd() throws IOException {
        byte[] bomb = zeros(1L << 30, ZstdOutputStream::new);
        assertTrue(bomb.length < 100_000, () -> "" + bomb.length);
        assertRefused(RecordTooLargeException.class, CompressionType.ZSTD, bomb, LIMIT + 1);
    }

    @Test
    void zstdFrameThatClaimsMuch() {
        // Single segment with a content size of 4 bytes (descriptor 0xa0), then one block of zeros, stated last.
        byte[] oneGigabyte = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xa0, 0, 0, 0, 0x40, 0x03, 0, 0, 0};
        assertRefused(RecordTooLargeException.class, CompressionType.ZSTD, oneGigabyte, 16);
    }

    @Test
    void oneKilobyteOfFramesThatStateNoSize() {
        // Frames of one run-length block each, 10 bytes for 128 KiB: 1,000 bytes that give 12.5 MiB.
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x38, 0x03, 0, 0x10, 0};
        byte[] bomb = new byte[100 * frame.length];
        for (int i = 0; i < 100; i++) {
            System.arraycopy(frame, 0, bomb, i * frame.length, frame.length);
        }
        assertRefused(RecordTooLargeException.class, CompressionType.ZSTD, bomb, LIMIT + 1);
    }

    @Test
    void memoryFollowsWhatComesOutAndNotTheLimit() {
        for (CompressionType type : CompressionType.values()) {
            MeteredAllocator own = new MeteredAllocator();
            byte[] bytes = new byte[10_000];
            Arrays.fill(bytes, 0, 5000, (byte) 3);
            byte[] packed = CodecTest.pack(Codec.of(type), bytes);
            ByteBuf target = own.directBuffer(16);
            Codec.of(type).decompress(ByteBuffer.wrap(packed), target, Integer.MAX_VALUE - 8);
            assertEquals(bytes.length, target.readableBytes());
            target.release();
            assertTrue(own.largest() <= 80_000, () -> type + ": a buffer of " + own.largest());
        }
    }
}
