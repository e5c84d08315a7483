package io.headrace.record.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A codec's native library is loaded when it is first used, and only its own. */
class LazyLibrariesTest {

    private static final Path MAPPED = Path.of("/proc/self/maps");

    @Test
    void onlyTheLibraryOfTheCodecInUseIsLoaded() throws Exception {
        assumeTrue(Files.isReadable(MAPPED), "needs Linux to see what is mapped");
        assertEquals("", librariesAfter(CompressionType.NONE));
        assertEquals("", librariesAfter(CompressionType.GZIP));
        assertEquals("snappy", librariesAfter(CompressionType.SNAPPY));
        assertEquals("lz4", librariesAfter(CompressionType.LZ4));
        assertEquals("zstd", librariesAfter(CompressionType.ZSTD));
    }

    private static String librariesAfter(CompressionType type) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        type.typeName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, child.waitFor());
            return printed.strip();
        } finally {
            child.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
    }

    /** Touches all codecs, uses one, and prints which libraries the process has mapped. */
    static final class Child {

        public static void main(String[] args) throws IOException {
            for (CompressionType type : CompressionType.values()) {
                Codec.of(type).firstCapacity(100);
            }
            ByteBuf packed = Unpooled.directBuffer();
            ByteBuf out = Unpooled.directBuffer();
            Codec codec = Codec.of(CompressionType.forName(args[0]));
            codec.compress(ByteBuffer.allocate(1000), packed);
            codec.decompress(packed.nioBuffer(), out, 1000);
            try (Stream<String> lines = Files.lines(MAPPED)) {
                List<String> mapped = lines.toList();
                System.out.println(String.join(
                        " ",
                        Stream.of("snappy", "lz4", "zstd")
                                .filter(name ->
                                        mapped.stream().anyMatch(line -> line.matches(".*lib" + name + ".*so.*")))
                                .toList()));
            }
        }

        private Child() {}
    }
}
