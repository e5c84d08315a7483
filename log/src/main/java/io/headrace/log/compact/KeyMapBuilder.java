package io.headrace.log.compact;

import io.headrace.log.file.OpenFile;
import io.headrace.log.segment.BatchPosition;
import io.headrace.log.segment.Segment;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;

/**
 * Fills a {@link KeyMap} with the last offset of each key of the dirty part of a log, as far as it has room. Keys of
 * aborted transactions do not count.
 *
 * <p>For one compaction, on a thread that may block. {@link #close} gives back its buffer.
 */
public final class KeyMapBuilder implements AutoCloseable {

    private final KeyMap keys;
    private final TransactionTrail trail;
    private final int bufferBytes;
    private final Pace pace;
    private final RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, Integer.MAX_VALUE);
    private long endOffset;
    private long recordsSeen;

    /**
     * Starts at an offset.
     *
     * @param trail knows the aborted transactions of the dirty part
     */
    public KeyMapBuilder(KeyMap keys, long dirtyOffset, TransactionTrail trail, int bufferBytes, Pace pace) {
        this.keys = keys;
        this.endOffset = dirtyOffset;
        this.trail = trail;
        this.bufferBytes = bufferBytes;
        this.pace = pace;
    }

    /** Takes over the next segment from where the last one ended; false when the map is full. */
    public boolean take(Segment segment) throws IOException {
        BatchPosition first = segment.locate(endOffset, segment.size());
        if (first.isNone()) {
            return true;
        }
        OpenFile file = segment.file().acquire();
        try (BatchReader reader =
                new BatchReader(file, segment.path().toString(), first.position(), segment.size(), bufferBytes, pace)) {
            while (reader.next()) {
                if (!take(reader.batch())) {
                    return false;
                }
                endOffset = Math.max(endOffset, reader.batch().nextOffset());
            }
            return true;
        } finally {
            segment.file().release();
        }
    }

    private boolean take(BatchHeader batch) {
        if (batch.isControl()) {
            trail.isMarkerOfNothing(Survival.markerIn(batch), batch.producerId(), batch.lastOffset());
            return true;
        }
        if (trail.isAborted(batch.producerId(), batch.isTransactional(), batch.lastOffset())) {
            return true;
        }
        records.open(batch);
        while (records.next()) {
            recordsSeen++;
            if (records.offset() < endOffset || !records.hasKey()) {
                continue;
            }
            if (!keys.put(records.keyBuffer(), records.offset())) {
                endOffset = Math.max(endOffset, records.offset());
                return false;
            }
        }
        return true;
    }

    /** What the map covers ends here. */
    public long endOffset() {
        return endOffset;
    }

    /** How many records were looked at. */
    public long recordsSeen() {
        return recordsSeen;
    }

    @Override
    public void close() {
        records.close();
    }
}
