package io.headrace.record.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.RecordTooLargeException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all codecs have in common. */
class CodecTest {

    static byte[] sample(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i % 100 < 30 ? random.nextInt() : i % 100);
        }
        return bytes;
    }

    /** Text-like: matches of many lengths and distances. */
    private static byte[] words(int size) {
        String[] words = "the record log of a partition is read by many who never wait for each other".split(" ", -1);
        StringBuilder text = new StringBuilder();
        Random random = new Random(9);
        while (text.length() < size) {
            text.append(words[random.nextInt(words.length)]).append(random.nextInt(50));
        }
        return text.substring(0, size).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] pack(Codec codec, byte[] bytes) {
        ByteBuf target = PooledByteBufAllocator.DEFAULT.directBuffer(1).writeByte('x');
        try {
            codec.compress(ByteBuffer.wrap(bytes), target);
            assertEquals('x', target.readByte());
            return ByteBufUtil.getBytes(target);
        } finally {
            target.release();
        }
    }

    static byte[] unpack(CompressionType type, byte[] bytes, int limit) {
        ByteBuf target = PooledByteBufAllocator.DEFAULT.directBuffer(1).writeByte('x');
        try {
            Codec.of(type).decompress(ByteBuffer.wrap(bytes), target, limit);
            assertEquals('x', target.readByte());
            return ByteBufUtil.getBytes(target);
        } finally {
            target.release();
        }
    }

    static void assertInvalid(CompressionType type, String message, byte[] bytes) {
        InvalidRecordException e =
                assertThrows(InvalidRecordException.class, () -> unpack(type, bytes, Integer.MAX_VALUE - 8));
        assertTrue(
                e.getMessage().startsWith("records compressed with " + type + " are corrupt: ")
                        && e.getMessage().contains(message),
                e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void whatIsPackedComesOut(CompressionType type) {
        Codec codec = Codec.of(type);
        assertEquals(type, codec.type());
        for (int size : new int[] {0, 1, 100, 32 * 1024, 32 * 1024 + 1, 64 * 1024, 64 * 1024 + 1, 1_000_000}) {
            byte[] bytes = sample(size);
            byte[] noise = new byte[size];
            new Random(5).nextBytes(noise);
            assertArrayEquals(bytes, unpack(type, pack(codec, bytes), size));
            assertArrayEquals(noise, unpack(type, pack(codec, noise), size));
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void directSourcesAndPartsOfSources(CompressionType type) {
        byte[] bytes = sample(5000);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(6000).position(300).put(bytes).flip();
        direct.position(300);
        ByteBuf packed = Unpooled.directBuffer();
        packed.writeZero(77);
        Codec.of(type).compress(direct.asReadOnlyBuffer(), packed);
        ByteBuffer source = packed.nioBuffer(0, packed.writerIndex()).position(77);
        ByteBuf out = Unpooled.directBuffer();
        Codec.of(type).decompress(source.asReadOnlyBuffer(), out, 5000);
        assertArrayEquals(bytes, ByteBufUtil.getBytes(out));
        packed.release();
        out.release();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void limitIsExact(CompressionType type) {
        for (int size : new int[] {1, 5000, 64 * 1024, 65537, 300_000}) {
            byte[] packed = pack(Codec.of(type), sample(size));
            assertEquals(size, unpack(type, packed, size).length);
            RecordTooLargeException e =
                    assertThrows(RecordTooLargeException.class, () -> unpack(type, packed, size - 1));
            assertEquals(
                    "records compressed with " + type + " unpack to more than the limit of " + (size - 1) + " bytes",
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(value = CompressionType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void everyTruncationIsRefused(CompressionType type) {
        byte[] packed = pack(Codec.of(type), sample(700));
        for (int length = 0; length < packed.length; length++) {
            byte[] part = Arrays.copyOf(packed, length);
            if (type == CompressionType.SNAPPY && length == 16) {
                // A stream without blocks is a whole one.
                assertEquals(0, unpack(type, part, 1000).length);
            } else {
                assertInvalid(type, "", part);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = CompressionType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void trailingBytesAreRefused(CompressionType type) {
        byte[] packed = pack(Codec.of(type), sample(700));
        assertInvalid(type, "", Arrays.copyOf(packed, packed.length + 1));
        assertInvalid(type, "", Arrays.copyOf(packed, packed.length + 30));
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void oneCodecServesManyThreads(CompressionType type) throws Exception {
        Codec codec = Codec.of(type);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                byte[] bytes = sample(10_000 + t);
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        assertArrayEquals(bytes, unpack(type, pack(codec, bytes), bytes.length));
                        assertThrows(RecordTooLargeException.class, () -> unpack(type, pack(codec, bytes), 100));
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void levelsChangeTheOutputAndAreCheckedAgainstKafkasRanges() {
        byte[] bytes = words(50_000);
        for (CompressionType type :
                new CompressionType[] {CompressionType.GZIP, CompressionType.LZ4, CompressionType.ZSTD}) {
            byte[] fast = pack(Codec.of(type, 1), bytes);
            byte[] small = pack(Codec.of(type, type == CompressionType.GZIP ? 9 : 17), bytes);
            assertArrayEquals(bytes, unpack(type, fast, bytes.length));
            assertArrayEquals(bytes, unpack(type, small, bytes.length));
            assertTrue(small.length < fast.length, () -> type + ": " + small.length + " and " + fast.length);
        }
        assertArrayEquals(pack(Codec.of(CompressionType.GZIP), bytes), pack(Codec.of(CompressionType.GZIP, -1), bytes));
        assertArrayEquals(pack(Codec.of(CompressionType.LZ4), bytes), pack(Codec.of(CompressionType.LZ4, 9), bytes));
        assertArrayEquals(pack(Codec.of(CompressionType.ZSTD), bytes), pack(Codec.of(CompressionType.ZSTD, 3), bytes));
        assertLevelRefused(CompressionType.GZIP, 0, -2, 10);
        assertLevelRefused(CompressionType.LZ4, 0, 18, -1);
        assertLevelRefused(CompressionType.ZSTD, 23, -131073);
        assertLevelRefused(CompressionType.NONE, 1);
        assertLevelRefused(CompressionType.SNAPPY, 1);
    }

    private static void assertLevelRefused(CompressionType type, int... levels) {
        for (int level : levels) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Codec.of(type, level));
            assertTrue(e.getMessage().startsWith(type + " "), e.getMessage());
        }
    }

    @Test
    void targetsMustBeDirect() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Codec.of(CompressionType.GZIP).compress(ByteBuffer.allocate(1), Unpooled.buffer()));
    }

    @Test
    void typesAreFoundByIdAndName() {
        for (CompressionType type : CompressionType.values()) {
            assertEquals(type, CompressionType.forId(type.id()));
            assertEquals(type, CompressionType.forName(type.typeName()));
            assertEquals(type.typeName(), type.toString());
        }
        assertFalse(CompressionType.isKnown(5));
        assertFalse(CompressionType.isKnown(-1));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CompressionType.forId(5))
                .getMessage()
                .contains("5"));
        String message = assertThrows(IllegalArgumentException.class, () -> CompressionType.forName("brotli"))
                .getMessage();
        assertEquals("unknown compression type: brotli (known are none, gzip, snappy, lz4, zstd)", message);
    }

    @Test
    void poolKeepsAFewAndFreesTheRest() {
        List<Integer> freed = new ArrayList<>();
        int[] made = {0};
        ContextPool<Integer> pool = new ContextPool<>(() -> made[0]++, freed::add);
        int kept = Runtime.getRuntime().availableProcessors();
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < kept + 2; i++) {
            taken.add(pool.take());
        }
        taken.forEach(pool::giveBack);
        assertEquals(List.of(kept, kept + 1), freed);
        for (int i = 0; i < kept; i++) {
            assertTrue(pool.take() < kept);
        }
        assertEquals(kept + 2, pool.take());
        pool.discard(99);
        assertTrue(freed.contains(99));
    }
}
