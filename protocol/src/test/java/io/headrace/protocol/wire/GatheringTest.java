package io.headrace.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.FetchResponse.FetchableTopicResponse;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A message in parts is the same bytes as in one piece, and large records are not copied. */
class GatheringTest {

    private static final int VERSION = 17;
    private static final int LEAST_PART = 1024;

    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;

    /** Records that are not in memory, such as a part of a file. */
    private static final class Elsewhere implements RecordBytes {
        private final byte[] bytes;

        Elsewhere(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public void writeTo(ByteBuf out) {
            out.writeBytes(bytes);
        }
    }

    private static FetchResponse response(List<RecordBytes> records) {
        List<PartitionData> partitions = new ArrayList<>();
        for (RecordBytes each : records) {
            partitions.add(new PartitionData().partitionIndex(partitions.size()).records(each));
        }
        return new FetchResponse().sessionId(1).responses(List.of(new FetchableTopicResponse().partitions(partitions)));
    }

    private static RecordBytes inMemory(int size) {
        return new BufferRecordBytes(Unpooled.wrappedBuffer(random(size)));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] plain(FetchResponse response) {
        ByteBuf out = Unpooled.buffer();
        response.write(WireWriter.to(out), VERSION);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    @Test
    void partsAreTheMessage() {
        for (int count : new int[] {0, 1, 5, 40}) {
            List<RecordBytes> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int size = 10 + 700 * (i % 5);
                records.add(i % 2 == 0 ? inMemory(size) : new Elsewhere(random(size)));
            }
            FetchResponse response = response(records);
            byte[] expected = plain(response);

            ByteBuf spine = allocator.buffer(16);
            spine.writeInt(12345);
            WireWriter writer = WireWriter.gathering(spine, LEAST_PART);
            response.write(writer, VERSION);
            assertEquals(expected.length, writer.written());
            assertEquals(expected.length, response.size(VERSION));

            ByteBuf joined = Unpooled.buffer();
            int large = 0;
            for (RecordBytes part : writer.parts()) {
                part.writeTo(joined);
                large += records.stream().anyMatch(r -> r == part) ? 1 : 0;
            }
            assertEquals(
                    records.stream().filter(r -> r.size() >= LEAST_PART).count(),
                    large,
                    "large ones are handed through");
            byte[] bytes = new byte[joined.readableBytes()];
            joined.readBytes(bytes);
            assertArrayEquals(expected, bytes);

            ByteBuf composite = writer.composite(allocator);
            byte[] fromComposite = new byte[composite.readableBytes()];
            composite.readBytes(fromComposite);
            assertArrayEquals(expected, fromComposite);
            composite.release();
            assertEquals(1, spine.refCnt());
            spine.release();
        }
    }

    @Test
    void largeRecordsInMemoryAreNotCopied() {
        ByteBuf memory = allocator.buffer(5000);
        memory.writeBytes(random(5000));
        RecordBytes records = new BufferRecordBytes(memory);
        ByteBuf spine = allocator.buffer();
        WireWriter writer = WireWriter.gathering(spine, LEAST_PART);
        response(List.of(records)).write(writer, VERSION);
        assertTrue(spine.readableBytes() < 200, "the spine has only the rest");
        assertSame(records, writer.parts().get(1));

        ByteBuf composite = writer.composite(allocator);
        assertEquals(2, memory.refCnt(), "the composite holds on to it");
        int at = composite.readableBytes() - 2000;
        byte before = composite.getByte(at);
        for (int i = 0; i < memory.readableBytes(); i++) {
            memory.setByte(i, memory.getByte(i) ^ 0xff);
        }
        assertEquals((byte) (before ^ 0xff), composite.getByte(at), "it is the same memory");
        composite.release();
        spine.release();
        assertTrue(memory.release());
    }

    @Test
    void recordsThatLieAboutTheirSizeAreCaught() {
        RecordBytes liar = new RecordBytes() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public void writeTo(ByteBuf out) {
                out.writeZero(4);
            }
        };
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> plain(response(List.of(liar))));
        assertEquals("record bytes of size 3 wrote 4 bytes", e.getMessage());
    }
}
