package io.headrace.record.compress;

import static io.headrace.record.compress.CodecTest.assertInvalid;
import static io.headrace.record.compress.CodecTest.pack;
import static io.headrace.record.compress.CodecTest.sample;
import static io.headrace.record.compress.CodecTest.unpack;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStream;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyOutputStream;

/** What other clients' libraries write within each format, and each way in which such bytes can be wrong. */
class FormatVariantsTest {

    private static final byte[] BYTES = sample(200_000);

    interface Wrap {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] written(byte[] bytes, Wrap wrap) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream stream = wrap.around(out)) {
            stream.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        byte[] copy = bytes.clone();
        copy[index] = (byte) value;
        return copy;
    }

    private static void assertUnpacks(CompressionType type, byte[] expected, byte[] packed) {
        assertArrayEquals(expected, unpack(type, packed, expected.length));
    }

    // ---- snappy

    @Test
    void snappyRawBlockAsLibrdkafkaWrites() throws IOException {
        assertUnpacks(CompressionType.SNAPPY, BYTES, Snappy.compress(BYTES));
        assertUnpacks(CompressionType.SNAPPY, new byte[0], Snappy.compress(new byte[0]));
        assertUnpacks(CompressionType.SNAPPY, new byte[1], Snappy.compress(new byte[1]));
    }

    @Test
    void snappyStreamsOfXerial() throws IOException {
        byte[] java = written(BYTES, out -> new SnappyOutputStream(out));
        assertArrayEquals(java, pack(Codec.of(CompressionType.SNAPPY), BYTES));
        assertUnpacks(CompressionType.SNAPPY, BYTES, java);
        assertUnpacks(CompressionType.SNAPPY, BYTES, written(BYTES, out -> new SnappyOutputStream(out, 1 << 20)));
        assertUnpacks(CompressionType.SNAPPY, concat(BYTES, BYTES), concat(java, java));
    }

    @Test
    void snappyGarbage() throws IOException {
        byte[] stream = pack(Codec.of(CompressionType.SNAPPY), sample(1000));
        byte[] raw = Snappy.compress(sample(1000));
        assertInvalid(CompressionType.SNAPPY, "without a size", new byte[0]);
        assertInvalid(CompressionType.SNAPPY, "without a size", new byte[] {-1, -1, -1, -1, -1, 1});
        assertInvalid(CompressionType.SNAPPY, "stream header ends early", Arrays.copyOf(stream, 12));
        assertInvalid(CompressionType.SNAPPY, "needs a reader of version 2", with(stream, 15, 2));
        assertInvalid(CompressionType.SNAPPY, "block size ends early", Arrays.copyOf(stream, 18));
        assertInvalid(CompressionType.SNAPPY, "snappy block of 2130706", with(stream, 16, 0x7f));
        assertInvalid(CompressionType.SNAPPY, "snappy block of -", with(stream, 16, 0xff));
        assertInvalid(CompressionType.SNAPPY, "claims to unpack to", new byte[] {-1, -1, -1, -1, 1});
        assertInvalid(CompressionType.SNAPPY, "", with(raw, 3, 0xff));
        assertInvalid(CompressionType.SNAPPY, "", with(raw, 0, raw[0] ^ 1));
    }

    // ---- lz4

    @Test
    void lz4FramesOfAllShapes() throws IOException {
        for (BLOCKSIZE size : BLOCKSIZE.values()) {
            assertLz4(size, -1, FLG.Bits.BLOCK_INDEPENDENCE);
            assertLz4(size, -1, FLG.Bits.BLOCK_INDEPENDENCE, FLG.Bits.BLOCK_CHECKSUM);
            assertLz4(size, -1, FLG.Bits.BLOCK_INDEPENDENCE, FLG.Bits.CONTENT_CHECKSUM);
            assertLz4(size, BYTES.length, FLG.Bits.BLOCK_INDEPENDENCE, FLG.Bits.CONTENT_SIZE);
            assertLz4(
                    size,
                    BYTES.length,
                    FLG.Bits.BLOCK_INDEPENDENCE,
                    FLG.Bits.CONTENT_SIZE,
                    FLG.Bits.CONTENT_CHECKSUM,
                    FLG.Bits.BLOCK_CHECKSUM);
        }
    }

    private static byte[] lz4(BLOCKSIZE size, long knownSize, FLG.Bits... bits) throws IOException {
        return written(BYTES, out -> new LZ4FrameOutputStream(out, size, knownSize, bits));
    }

    private static void assertLz4(BLOCKSIZE size, long knownSize, FLG.Bits... bits) throws IOException {
        assertUnpacks(CompressionType.LZ4, BYTES, lz4(size, knownSize, bits));
    }

    /** A frame header with given bytes and a right checksum, and nothing behind it. */
    private static byte[] lz4Header(int flags, int descriptor) {
        byte[] header = {0x04, 0x22, 0x4d, 0x18, (byte) flags, (byte) descriptor, 0};
        header[6] = (byte) (XXHashFactory.fastestJavaInstance().hash32().hash(header, 4, 2, 0) >> 8);
        return header;
    }

    @Test
    void lz4Garbage() throws IOException {
        byte[] frame = pack(Codec.of(CompressionType.LZ4), sample(1000));
        byte[] checked = lz4(
                BLOCKSIZE.SIZE_64KB,
                -1,
                FLG.Bits.BLOCK_INDEPENDENCE,
                FLG.Bits.BLOCK_CHECKSUM,
                FLG.Bits.CONTENT_CHECKSUM);
        byte[] sized = lz4(BLOCKSIZE.SIZE_64KB, BYTES.length - 1, FLG.Bits.BLOCK_INDEPENDENCE, FLG.Bits.CONTENT_SIZE);
        assertInvalid(CompressionType.LZ4, "not an lz4 frame", with(frame, 0, 5));
        assertInvalid(CompressionType.LZ4, "header checksum", with(frame, 6, 0));
        assertInvalid(CompressionType.LZ4, "unknown version", lz4Header(0xa0, 0x40));
        assertInvalid(CompressionType.LZ4, "dependent blocks", lz4Header(0x40, 0x40));
        assertInvalid(CompressionType.LZ4, "unknown features", lz4Header(0x61, 0x40));
        assertInvalid(CompressionType.LZ4, "unknown features", lz4Header(0x62, 0x40));
        assertInvalid(CompressionType.LZ4, "unknown block descriptor 48", lz4Header(0x60, 0x30));
        assertInvalid(CompressionType.LZ4, "unknown block descriptor 192", lz4Header(0x60, 0xc0));
        assertInvalid(CompressionType.LZ4, "unknown block descriptor 65", lz4Header(0x60, 0x41));
        assertInvalid(CompressionType.LZ4, "ends early", lz4Header(0x60, 0x40));
        assertInvalid(CompressionType.LZ4, "lz4 block of ", with(frame, 9, 0x70));
        assertInvalid(CompressionType.LZ4, "block checksum", with(checked, 300, checked[300] ^ 1));
        assertInvalid(
                CompressionType.LZ4,
                "content checksum",
                with(checked, checked.length - 1, ~checked[checked.length - 1]));
        assertInvalid(CompressionType.LZ4, "was stated as 199999", sized);
        assertInvalid(CompressionType.LZ4, "1 bytes after the end", Arrays.copyOf(frame, frame.length + 1));
    }

    @Test
    void lz4IncompressibleBlocksAreStored() {
        byte[] noise = new byte[100_000];
        new java.util.Random(1).nextBytes(noise);
        byte[] packed = pack(Codec.of(CompressionType.LZ4), noise);
        assertEquals(7 + 4 + 65536 + 4 + (100_000 - 65536) + 4, packed.length);
        assertUnpacks(CompressionType.LZ4, noise, packed);
    }

    // ---- gzip

    @Test
    void gzipAsOthersWrite() throws IOException {
        byte[] java = written(BYTES, GZIPOutputStream::new);
        assertUnpacks(CompressionType.GZIP, BYTES, java);
        assertUnpacks(CompressionType.GZIP, concat(BYTES, BYTES), concat(java, java));
        assertUnpacks(CompressionType.GZIP, new byte[0], written(new byte[0], GZIPOutputStream::new));

        byte[] rest = Arrays.copyOfRange(java, 10, java.length);
        byte[] extra = {3, 0, 1, 2, 3};
        byte[] name = {'n', 'a', 'm', 'e', 0};
        byte[] comment = {0};
        byte[] crc = {9, 9};
        byte[] allFields = concat(with(Arrays.copyOf(java, 10), 3, 2 | 4 | 8 | 16), extra, name, comment, crc, rest);
        assertUnpacks(CompressionType.GZIP, BYTES, allFields);
        assertUnpacks(CompressionType.GZIP, BYTES, concat(with(Arrays.copyOf(java, 10), 3, 8), name, rest));
    }

    @Test
    void gzipGarbage() {
        byte[] good = pack(Codec.of(CompressionType.GZIP), BYTES);
        int end = good.length;
        CRC32 crc = new CRC32();
        crc.update(BYTES);
        assertEquals(
                (int) crc.getValue(),
                ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(end - 8));
        assertInvalid(CompressionType.GZIP, "0 bytes where a gzip header", new byte[0]);
        assertInvalid(CompressionType.GZIP, "not in gzip format", with(good, 1, 0));
        assertInvalid(CompressionType.GZIP, "unknown gzip method 7", with(good, 2, 7));
        assertInvalid(CompressionType.GZIP, "unknown gzip flags 128", with(good, 3, 128));
        assertInvalid(CompressionType.GZIP, "header ends early", Arrays.copyOf(with(good, 3, 4), 11));
        assertInvalid(
                CompressionType.GZIP, "header ends early", concat(with(Arrays.copyOf(good, 10), 3, 8), sample(0)));
        assertInvalid(
                CompressionType.GZIP,
                "header ends early",
                concat(with(Arrays.copyOf(good, 10), 3, 4), new byte[] {9, 9, 9}));
        assertInvalid(CompressionType.GZIP, "invalid block type", with(good, 10, 0x07));
        assertInvalid(CompressionType.GZIP, "crc does not match", with(good, end - 8, ~good[end - 8]));
        assertInvalid(CompressionType.GZIP, "size does not match", with(good, end - 1, 1));
        assertInvalid(CompressionType.GZIP, "data ends early", Arrays.copyOf(good, 5000));
        assertInvalid(CompressionType.GZIP, "trailer ends early", Arrays.copyOf(good, end - 1));
    }

    // ---- zstd

    @Test
    void zstdFramesOfAllShapes() throws IOException {
        byte[] streamed = written(BYTES, ZstdOutputStream::new);
        byte[] atOnce = Zstd.compress(BYTES, 3);
        byte[] checked;
        try (ZstdCompressCtx context = new ZstdCompressCtx().setChecksum(true)) {
            checked = context.compress(BYTES);
        }
        byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        assertUnpacks(CompressionType.ZSTD, BYTES, streamed);
        assertUnpacks(CompressionType.ZSTD, BYTES, atOnce);
        assertUnpacks(CompressionType.ZSTD, BYTES, checked);
        assertUnpacks(CompressionType.ZSTD, concat(BYTES, BYTES), concat(atOnce, streamed));
        assertUnpacks(CompressionType.ZSTD, concat(BYTES, BYTES), concat(streamed, checked));
        assertUnpacks(CompressionType.ZSTD, concat(BYTES, BYTES), concat(atOnce, skippable, atOnce));
        assertUnpacks(CompressionType.ZSTD, new byte[0], Zstd.compress(new byte[0]));
        assertInvalid(CompressionType.ZSTD, "", with(checked, checked.length - 1, ~checked[checked.length - 1]));
        assertInvalid(CompressionType.ZSTD, "", with(checked, 100, ~checked[100]));
    }

    @Test
    void zstdGarbage() {
        byte[] good = pack(Codec.of(CompressionType.ZSTD), BYTES);
        assertInvalid(CompressionType.ZSTD, "no zstd frame", new byte[0]);
        assertInvalid(CompressionType.ZSTD, "Unknown frame descriptor", with(good, 0, 1));
        assertInvalid(CompressionType.ZSTD, "", concat(good, new byte[] {1, 2, 3, 4, 5}));
        assertInvalid(CompressionType.ZSTD, "", Arrays.copyOf(good, good.length - 1));
        // After all those errors the pooled contexts are still good.
        assertUnpacks(CompressionType.ZSTD, BYTES, good);
        assertEquals(
                BYTES.length,
                Zstd.getFrameContentSize(ByteBufUtil.decodeHexDump(ByteBufUtil.hexDump(good))),
                "readers can unpack in one go");
    }
}
