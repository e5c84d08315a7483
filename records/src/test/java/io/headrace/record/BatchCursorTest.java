package io.headrace.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.UnsupportedForMessageFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class BatchCursorTest {

    /** Two batches of 70 bytes or so, with base offsets 0 and 10. */
    private static ByteBuf twoBatches() {
        ByteBuf all = Unpooled.buffer();
        for (long base : new long[] {0, 10}) {
            SampleBatch sample = new SampleBatch();
            sample.baseOffset = base;
            ByteBuf batch = sample.add(base, 1, null, new byte[] {1, 2, 3}).ours();
            all.writeBytes(batch);
            batch.release();
        }
        return all;
    }

    private static <E extends Exception> void assertRefused(Class<E> type, String message, ByteBuf bytes) {
        E e = assertThrows(type, () -> new BatchCursor(bytes).next());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void everyWayToEndInAPartialBatchIsReported() {
        ByteBuf all = twoBatches();
        int size = all.readableBytes() / 2;
        for (int length = 0; length <= 2 * size; length++) {
            BatchCursor batches = new BatchCursor().reset(all, 0, length);
            int whole = 0;
            while (batches.nextVerified()) {
                assertEquals(10L * whole++, batches.batch().baseOffset());
            }
            assertEquals(length / size, whole);
            assertEquals(length % size, batches.remainingBytes());
            assertEquals(length % size != 0, batches.endsInPartialBatch());
            assertEquals(length - length % size, batches.nextIndex());
            assertFalse(batches.next());
        }
    }

    @Test
    void readerIndexIsWhereItStartsAndStays() {
        ByteBuf all = Unpooled.wrappedBuffer(new byte[5], ByteBufUtil.getBytes(twoBatches()));
        all.readerIndex(5);
        BatchCursor batches = new BatchCursor(all);
        assertTrue(batches.nextVerified());
        assertEquals(5, batches.batch().index());
        assertEquals(5, all.readerIndex());
    }

    @Test
    void lengthsThatNoFormatHas() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, 13}) {
            ByteBuf all = twoBatches();
            all.setInt(BatchHeader.LENGTH, length);
            assertRefused(CorruptRecordException.class, "states the length " + length, all);
        }
    }

    @Test
    void lengthBelowAHeaders() {
        ByteBuf all = twoBatches();
        all.setInt(BatchHeader.LENGTH, 48);
        assertRefused(CorruptRecordException.class, "states the length 48, less than the 49 of an empty batch", all);
    }

    @Test
    void largestLengthIsAPartialBatch() {
        ByteBuf all = twoBatches();
        all.setInt(BatchHeader.LENGTH, Integer.MAX_VALUE);
        BatchCursor batches = new BatchCursor(all);
        assertFalse(batches.next());
        assertTrue(batches.endsInPartialBatch());
    }

    @Test
    void oldFormatsAreNamed() {
        for (int magic : new int[] {0, 1}) {
            ByteBuf all = twoBatches();
            all.setByte(BatchHeader.MAGIC_OFFSET, magic);
            assertRefused(UnsupportedForMessageFormatException.class, "has magic " + magic, all);
        }
    }

    @Test
    void unknownMagicIsNamed() {
        for (int magic : new int[] {3, -1, 127}) {
            ByteBuf all = twoBatches();
            all.setByte(BatchHeader.MAGIC_OFFSET, magic);
            assertRefused(CorruptRecordException.class, "unknown magic " + magic, all);
        }
    }

    @Test
    void batchWithAWrongCrcCanBeSkipped() {
        ByteBuf all = twoBatches();
        all.setByte(BatchHeader.SIZE, 99);
        BatchCursor batches = new BatchCursor(all);
        assertThrows(CorruptRecordException.class, batches::nextVerified);
        assertTrue(batches.nextVerified());
        assertEquals(10, batches.batch().baseOffset());
        assertTrue(new BatchCursor(all).next());
    }
}
