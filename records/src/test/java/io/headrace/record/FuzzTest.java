package io.headrace.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.common.errors.UnsupportedForMessageFormatException;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;

/**
 * Garbage through every reader: only the documented exceptions come out, memory stays within a small multiple of input
 * and limit, and what the validator lets through Apache's reader can read.
 */
class FuzzTest {

    /** How often a property that is to be tried {@code rounds} times is tried. */
    int times(int rounds) {
        return rounds;
    }

    private static final int LIMIT = 64 * 1024;
    private static final int INPUTS = 20_000;

    private final MeteredAllocator allocator = new MeteredAllocator();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int accepted;
    private int refused;

    @Test
    void mutatedBatches() {
        List<byte[]> corpus = new ArrayList<>();
        Seeds.run(1, random -> {
            for (int i = 0; i < 200; i++) {
                SampleBatch sample = SampleBatch.random(random);
                while (sample.records.size() > 40) {
                    sample.records.remove(sample.records.size() - 1);
                }
                sample.lastOffset = -1;
                ByteBuf ours = sample.ours();
                byte[] bytes = random.nextBoolean() ? ByteBufUtil.getBytes(ours) : sample.apaches();
                ours.release();
                if (bytes.length < 4096) {
                    corpus.add(bytes);
                }
            }
        });
        Seeds.run(times(INPUTS), random -> readEverything(mutated(random, corpus)));
        assertTrue(accepted > INPUTS / 100, "accepted " + accepted);
        assertTrue(refused > INPUTS / 10, "refused " + refused);
    }

    @Test
    void garbage() {
        Seeds.run(times(INPUTS / 4), random -> {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length >= BatchHeader.SIZE && random.nextInt(4) > 0) {
                bytes[BatchHeader.MAGIC_OFFSET] = 2;
                bytes[BatchHeader.ATTRIBUTES + 1] &= 7;
                int count = 1 + random.nextInt(3);
                ByteBuffer.wrap(bytes)
                        .putInt(BatchHeader.RECORD_COUNT, count)
                        .putInt(BatchHeader.LAST_OFFSET_DELTA, count - 1);
                RawBatch.repair(Unpooled.wrappedBuffer(bytes));
            }
            readEverything(bytes);
        });
    }

    @Test
    void garbageThroughEachCodec() {
        Seeds.run(times(INPUTS), random -> {
            CompressionType type = CompressionType.forId(1 + random.nextInt(4));
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            ByteBuf packed = Unpooled.directBuffer();
            Codec.of(type).compress(ByteBuffer.wrap(bytes), packed);
            byte[] mutated = mutate(random, ByteBufUtil.getBytes(packed));
            packed.release();
            ByteBuf target = allocator.directBuffer(16);
            try {
                Codec.of(type).decompress(ByteBuffer.wrap(mutated), target, LIMIT);
            } catch (InvalidRecordException | RecordTooLargeException e) {
                refused++;
            } finally {
                target.release();
            }
            assertTrue(allocator.largest() <= 2 * LIMIT + 8192, () -> "a buffer of " + allocator.largest());
        });
    }

    private static byte[] mutated(Random random, List<byte[]> corpus) {
        byte[] original = corpus.get(random.nextInt(corpus.size()));
        byte[] bytes = mutate(random, original);
        if (bytes.length < BatchHeader.SIZE || random.nextInt(5) == 0) {
            return bytes;
        }
        // Most get the header, length and CRC right again, or nothing behind those checks would ever be reached.
        if (random.nextInt(3) > 0) {
            System.arraycopy(original, 0, bytes, 0, BatchHeader.SIZE);
        }
        RawBatch.repair(Unpooled.wrappedBuffer(bytes));
        return bytes;
    }

    private static byte[] mutate(Random random, byte[] original) {
        byte[] bytes = original.clone();
        int steps = random.nextInt(4);
        for (int i = 0; i < steps && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
                case 3 -> bytes = java.util.Arrays.copyOf(bytes, at);
                case 4 -> bytes = java.util.Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
                default -> {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(30));
                    System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
                }
            }
        }
        return bytes;
    }

    private void readEverything(byte[] bytes) {
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        byte[] valid = null;
        try (RecordCursor records = new RecordCursor(allocator, LIMIT);
                BatchValidator validator = new BatchValidator(allocator, LIMIT);
                BatchBuilder builder = new BatchBuilder(allocator, Codec.of(CompressionType.NONE), 0)) {
            BatchCursor batches = new BatchCursor(buffer);
            try {
                while (batches.next()) {
                    walk(records, batches.batch(), builder);
                    if (isValid(validator, batches.batch())) {
                        valid = ByteBufUtil.getBytes(
                                buffer, batches.batch().index(), batches.batch().sizeInBytes());
                    }
                }
            } catch (CorruptRecordException | UnsupportedForMessageFormatException e) {
                refused++;
            }
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        assertTrue(allocated <= 20L * (bytes.length + LIMIT) + 100_000, () -> allocated + " bytes allocated");
        // The builder doubles what the records that came out need.
        assertTrue(allocator.largest() <= 4 * LIMIT + 8192, () -> "a buffer of " + allocator.largest());
        if (valid != null) {
            accepted++;
            assertApacheReads(valid);
        }
    }

    /** Reads all there is, and appends it to another batch as compaction does. */
    private void walk(RecordCursor records, BatchHeader batch, BatchBuilder builder) {
        try {
            records.open(batch);
            builder.reset();
            while (records.next()) {
                records.key();
                records.keyBuffer();
                records.value();
                records.valueSlice();
                while (records.nextHeader()) {
                    records.headerKey();
                    records.headerValue();
                }
                if (records.timestamp() >= -1) {
                    builder.appendAt(builder.recordCount(), records);
                }
            }
        } catch (InvalidRecordException
                | CorruptRecordException
                | RecordTooLargeException
                | UnsupportedCompressionTypeException e) {
            refused++;
        }
    }

    private boolean isValid(BatchValidator validator, BatchHeader batch) {
        try {
            validator.validate(batch);
            return true;
        } catch (InvalidRecordException
                | CorruptRecordException
                | RecordTooLargeException
                | UnsupportedCompressionTypeException e) {
            return false;
        }
    }

    private static void assertApacheReads(byte[] bytes) {
        var batch = (DefaultRecordBatch) MemoryRecords.readableRecords(ByteBuffer.wrap(bytes))
                .batches()
                .iterator()
                .next();
        batch.ensureValid();
        int count = 0;
        for (Record record : batch) {
            record.ensureValid();
            record.headers();
            count++;
        }
        assertEquals(batch.countOrNull(), count);
    }
}
