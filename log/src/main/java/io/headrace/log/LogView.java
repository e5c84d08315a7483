package io.headrace.log;

import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.segment.Segment;
import java.util.Arrays;
import java.util.List;

/**
 * What a partition's log is at one moment: where it starts and ends, its segments, its leader epochs.
 *
 * <p>Immutable. The log's owner publishes a new one after every change; readers on any thread work with the one they took.
 * A view does not keep the files of its segments: after a while they may be gone, and a read then looks at the newest view.
 */
public final class LogView {

    private final long logStartOffset;
    private final long logEndOffset;
    private final Segment[] segments;
    private final long sealedBytes;
    private final int activeSize;
    private final LeaderEpochs epochs;
    private final long firstUnstableOffset;
    private final long lastAppendOffset;
    private final int lastAppendPosition;
    private final int lastAppendFirstBatchSize;

    private LogView(
            long logStartOffset,
            long logEndOffset,
            Segment[] segments,
            long sealedBytes,
            int activeSize,
            LeaderEpochs epochs,
            long firstUnstableOffset,
            long lastAppendOffset,
            int lastAppendPosition,
            int lastAppendFirstBatchSize) {
        this.logStartOffset = logStartOffset;
        this.logEndOffset = logEndOffset;
        this.segments = segments;
        this.sealedBytes = sealedBytes;
        this.activeSize = activeSize;
        this.epochs = epochs;
        this.firstUnstableOffset = firstUnstableOffset;
        this.lastAppendOffset = lastAppendOffset;
        this.lastAppendPosition = lastAppendPosition;
        this.lastAppendFirstBatchSize = lastAppendFirstBatchSize;
    }

    static LogView of(
            long logStartOffset, long logEndOffset, Segment[] segments, LeaderEpochs epochs, long firstUnstableOffset) {
        long sealedBytes = 0;
        for (int i = 0; i < segments.length - 1; i++) {
            sealedBytes += segments[i].size();
        }
        return new LogView(
                logStartOffset,
                logEndOffset,
                segments,
                sealedBytes,
                segments[segments.length - 1].size(),
                epochs,
                Math.max(logStartOffset, firstUnstableOffset),
                -1,
                0,
                0);
    }

    LogView withFirstUnstableOffset(long offset) {
        return new LogView(
                logStartOffset,
                logEndOffset,
                segments,
                sealedBytes,
                activeSize,
                epochs,
                Math.max(logStartOffset, offset),
                lastAppendOffset,
                lastAppendPosition,
                lastAppendFirstBatchSize);
    }

    LogView appended(
            long newEndOffset,
            LeaderEpochs newEpochs,
            long newFirstUnstableOffset,
            int position,
            int firstBatchSize,
            int newActiveSize) {
        return new LogView(
                logStartOffset,
                newEndOffset,
                segments,
                sealedBytes,
                newActiveSize,
                newEpochs,
                Math.max(logStartOffset, newFirstUnstableOffset),
                logEndOffset,
                position,
                firstBatchSize);
    }

    /** The smallest offset that may be read. */
    public long logStartOffset() {
        return logStartOffset;
    }

    /** The offset that the next record gets. */
    public long logEndOffset() {
        return logEndOffset;
    }

    /** Bytes of all batches, also of those below the log start offset whose segment is still there. */
    public long sizeInBytes() {
        return sealedBytes + activeSize;
    }

    /** Which leader wrote what. */
    public LeaderEpochs epochs() {
        return epochs;
    }

    /**
     * Where the oldest transaction starts that has no committed end, or the log start offset if it starts before that; the
     * log end offset if there is none. What is below it and below the high watermark is stable.
     */
    public long firstUnstableOffset() {
        return firstUnstableOffset;
    }

    /** Where the segment starts that is written now. */
    public long activeSegmentBaseOffset() {
        return active().baseOffset();
    }

    /** How many segments there are; at least one. */
    public int segmentCount() {
        return segments.length;
    }

    Segment active() {
        return segments[segments.length - 1];
    }

    Segment segment(int number) {
        return segments[number];
    }

    List<Segment> segments() {
        return Arrays.asList(segments);
    }

    /** A copy, the owner's to change. */
    Segment[] segmentArray() {
        return segments.clone();
    }

    Segment[] segmentsWith(Segment added) {
        Segment[] all = Arrays.copyOf(segments, segments.length + 1);
        all[segments.length] = added;
        return all;
    }

    /** Bytes of the segment that belong to this view. */
    int limit(int number) {
        return number == segments.length - 1 ? activeSize : segments[number].size();
    }

    /** The offset after the segment's last possible one. */
    long endOffset(int number) {
        return number == segments.length - 1 ? logEndOffset : segments[number + 1].baseOffset();
    }

    /** The last segment that starts at or before {@code offset}; the first if none does. */
    int floor(long offset) {
        int low = 0;
        int high = segments.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (segments[middle].baseOffset() <= offset) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Where the last append starts, in offsets; -1 if this view knows of none. */
    long lastAppendOffset() {
        return lastAppendOffset;
    }

    int lastAppendPosition() {
        return lastAppendPosition;
    }

    int lastAppendFirstBatchSize() {
        return lastAppendFirstBatchSize;
    }

    @Override
    public String toString() {
        return "LogView([" + logStartOffset + ", " + logEndOffset + "), " + segments.length + " segments, "
                + sizeInBytes() + " bytes)";
    }
}
