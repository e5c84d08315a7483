package io.headrace.record;

import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.UnsupportedForMessageFormatException;
import io.netty.buffer.ByteBuf;

/**
 * Walks the batches that lie one after the other in a buffer, as in a produce request, a fetch response or a piece of a
 * log.
 *
 * <pre>{@code
 * BatchCursor batches = new BatchCursor(buffer);
 * while (batches.next()) {
 *     records.open(batches.batch());
 *     ...
 * }
 * if (batches.endsInPartialBatch()) ...    // normal in a fetch response, an error in a produce request
 * }</pre>
 *
 * <p>A batch that {@link #next()} steps on lies wholly in the buffer, is of format v2, and is at least as long as a
 * header; its CRC is checked only by {@link #nextVerified()}. Borrows the buffer and never moves its indexes. Not thread
 * safe.
 */
public final class BatchCursor {

    /** What v0 messages need at least; less is no batch of any format. */
    private static final int MIN_LENGTH_OF_ANY_FORMAT = 14;

    private static final int MIN_LENGTH = BatchHeader.SIZE - BatchHeader.LOG_OVERHEAD;

    private final BatchHeader batch = new BatchHeader();
    private ByteBuf buffer;
    private int nextIndex;
    private int endIndex;

    /** A cursor over nothing yet: {@link #reset} comes first. */
    public BatchCursor() {}

    /** A cursor over the readable bytes of a borrowed buffer. */
    public BatchCursor(ByteBuf buffer) {
        reset(buffer, buffer.readerIndex(), buffer.readableBytes());
    }

    /**
     * Starts over on a range of a buffer.
     *
     * @param buffer borrowed; must stay alive while this cursor is used
     */
    public BatchCursor reset(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.nextIndex = index;
        this.endIndex = index + length;
        return this;
    }

    /**
     * Steps on the next batch; false when no further whole batch follows.
     *
     * @throws CorruptRecordException when what follows is no batch; the cursor stays where it is
     * @throws UnsupportedForMessageFormatException when it is a message set of the formats v0 or v1
     */
    public boolean next() {
        int index = nextIndex;
        int available = endIndex - index;
        if (available < BatchHeader.SIZE_UP_TO_MAGIC) {
            return false;
        }
        int length = buffer.getInt(index + BatchHeader.LENGTH);
        byte magic = buffer.getByte(index + BatchHeader.MAGIC_OFFSET);
        if (length < MIN_LENGTH || magic != BatchHeader.MAGIC) {
            throw notABatch(index, length, magic);
        }
        if (length > available - BatchHeader.LOG_OVERHEAD) {
            return false;
        }
        batch.wrap(buffer, index);
        nextIndex = index + length + BatchHeader.LOG_OVERHEAD;
        return true;
    }

    /**
     * Like {@link #next()}, and requires the batch's CRC to hold.
     *
     * @throws CorruptRecordException also when it does not; the cursor has stepped past the batch, so that a caller may
     *     skip it
     */
    public boolean nextVerified() {
        if (!next()) {
            return false;
        }
        batch.requireValidCrc();
        return true;
    }

    /** The batch stepped on; one view, which moves with the cursor. */
    public BatchHeader batch() {
        return batch;
    }

    /** Index in the buffer of the first byte after the batch stepped on. */
    public int nextIndex() {
        return nextIndex;
    }

    /** Bytes from {@link #nextIndex()} to the end of the range. */
    public int remainingBytes() {
        return endIndex - nextIndex;
    }

    /** Whether, after {@link #next()} gave false, bytes of a batch are left that is not wholly in the buffer. */
    public boolean endsInPartialBatch() {
        return remainingBytes() > 0;
    }

    private RuntimeException notABatch(int index, int length, byte magic) {
        String where = "batch at byte " + index + " (base offset " + buffer.getLong(index) + ") ";
        if (length < MIN_LENGTH_OF_ANY_FORMAT) {
            return new CorruptRecordException(
                    where + "states the length " + length + ", less than the smallest of any format");
        }
        if (magic == 0 || magic == 1) {
            return new UnsupportedForMessageFormatException(
                    where + "has magic " + magic + ": message formats older than v2 are not supported");
        }
        if (magic != BatchHeader.MAGIC) {
            return new CorruptRecordException(where + "has the unknown magic " + magic);
        }
        return new CorruptRecordException(
                where + "states the length " + length + ", less than the " + MIN_LENGTH + " of an empty batch");
    }
}
