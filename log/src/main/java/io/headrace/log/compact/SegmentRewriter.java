package io.headrace.log.compact;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.log.file.OpenFile;
import io.headrace.log.segment.IndexLimits;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentPlace;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * Writes what survives of some segments into one, batch by batch: unchanged where all of a batch stays, encoded anew, with
 * the same codec, where a part of it does, and as a header where only that does. No offset changes.
 *
 * <p>For one segment, on one thread that may block. {@link #close} gives back the buffers; it leaves the file.
 */
public final class SegmentRewriter implements AutoCloseable {

    private final Survival survival;
    private final int bufferBytes;
    private final Pace pace;
    private final Segment target;
    private final ByteBuf pending;
    private final RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, Integer.MAX_VALUE);
    private final Map<CompressionType, BatchBuilder> builders = new EnumMap<>(CompressionType.class);
    private final BitSet staying = new BitSet();
    private final BatchCursor written = new BatchCursor();
    private long recordsRead;
    private long recordsKept;

    /**
     * A segment that gets its file with the first batch.
     *
     * @param place where it is written, under names that no log has
     * @param bufferBytes how much is read and written at a time
     */
    public SegmentRewriter(
            SegmentPlace place,
            long baseOffset,
            IndexLimits limits,
            Survival survival,
            int bufferBytes,
            Pace pace,
            long nowMs) {
        this.survival = survival;
        this.bufferBytes = bufferBytes;
        this.pace = pace;
        this.target = Segment.empty(place, baseOffset, limits, nowMs);
        this.pending = PooledByteBufAllocator.DEFAULT.directBuffer(bufferBytes);
    }

    /**
     * Takes over what survives of the next segment.
     *
     * @param last whether no other follows
     * @throws CorruptRecordException when it cannot be read
     */
    public void take(Segment source, boolean last) throws IOException {
        if (source.size() == 0) {
            return;
        }
        OpenFile file = source.file().acquire();
        try (BatchReader reader =
                new BatchReader(file, source.path().toString(), 0, source.size(), bufferBytes, pace)) {
            while (reader.next()) {
                take(reader.batch(), last && reader.isLast());
            }
        } finally {
            source.file().release();
        }
    }

    private void take(BatchHeader batch, boolean lastOfSegment) throws IOException {
        survival.enter(batch, lastOfSegment);
        recordsRead += batch.recordCount();
        boolean tombstone = survival.recordsGo() ? noneStays() : markStaying(batch);
        int kept = staying.cardinality();
        if (kept == 0) {
            if (survival.headerStays()) {
                add(builder(CompressionType.NONE).like(batch).seal());
            } else if (survival.offsetsStay()) {
                add(builder(CompressionType.NONE)
                        .baseOffset(batch.baseOffset())
                        .lastOffset(batch.lastOffset())
                        .partitionLeaderEpoch(batch.partitionLeaderEpoch())
                        .seal());
            }
            return;
        }
        recordsKept += kept;
        boolean horizon = survival.needsDeleteHorizon(batch, tombstone);
        if (kept == batch.recordCount() && !horizon) {
            add(batch.buffer().retainedSlice(batch.index(), batch.sizeInBytes()));
        } else {
            add(rewritten(batch, horizon));
        }
    }

    private boolean noneStays() {
        staying.clear();
        return false;
    }

    /** Marks the records that stay; says whether one of them is a tombstone. */
    private boolean markStaying(BatchHeader batch) {
        staying.clear();
        boolean tombstone = false;
        records.open(batch);
        while (records.next()) {
            if (survival.stays(records)) {
                staying.set(records.recordIndex());
                tombstone |= !records.hasValue();
            }
        }
        return tombstone;
    }

    private ByteBuf rewritten(BatchHeader batch, boolean horizon) {
        BatchBuilder builder = builder(batch.compressionType()).like(batch);
        if (horizon) {
            builder.deleteHorizonMs(survival.newDeleteHorizonMs());
        }
        records.rewind();
        while (records.next()) {
            if (staying.get(records.recordIndex())) {
                builder.append(records);
            }
        }
        return builder.seal();
    }

    private BatchBuilder builder(CompressionType type) {
        return builders.computeIfAbsent(
                        type, codec -> new BatchBuilder(PooledByteBufAllocator.DEFAULT, Codec.of(codec), 4096))
                .reset();
    }

    /** Takes and releases a batch. */
    private void add(ByteBuf batch) throws IOException {
        try {
            if (pending.isReadable() && pending.readableBytes() + batch.readableBytes() > bufferBytes) {
                write();
            }
            pending.writeBytes(batch);
        } finally {
            batch.release();
        }
    }

    private void write() throws IOException {
        int bytes = pending.readableBytes();
        if (bytes > Integer.MAX_VALUE - target.size()) {
            throw new KafkaException(
                    "what is left of the segments from " + target.baseOffset() + " on does not fit one segment");
        }
        target.write(pending.nioBuffer());
        written.reset(pending, pending.readerIndex(), bytes);
        while (written.next()) {
            BatchHeader batch = written.batch();
            target.commit(batch.lastOffset(), batch.sizeInBytes(), batch.maxTimestampOfRecords());
        }
        pending.clear();
        pace.spent(bytes);
    }

    /**
     * Ends the segment: all of it is in its files, and on stable storage, still under the names it was written by.
     *
     * @param endOffset where the next segment starts
     */
    public void finish(long endOffset) throws IOException {
        if (pending.isReadable()) {
            write();
        }
        target.createFile();
        target.persistIndexes();
        target.seal(endOffset);
        target.force();
    }

    /** The segment, whatever state it is in. */
    public Segment target() {
        return target;
    }

    /** How many records were read. */
    public long recordsRead() {
        return recordsRead;
    }

    /** How many of them stayed. */
    public long recordsKept() {
        return recordsKept;
    }

    @Override
    public void close() {
        pending.release();
        records.close();
        builders.values().forEach(BatchBuilder::close);
    }
}
