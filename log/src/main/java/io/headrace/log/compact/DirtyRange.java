package io.headrace.log.compact;

import java.util.List;

/**
 * Which part of a log is to be compacted, and whether it is time.
 *
 * <pre>
 *   | clean: no key twice | dirty, to be cleaned | not to be touched: too young, unstable, or being written |
 *   ^ first segment       ^ dirtyOffset          ^ uncleanableOffset                              log end  ^
 * </pre>
 *
 * <p>Pure. Whole segments are cleaned; the dirty part may start within one.
 *
 * @param dirtyOffset what is below has been compacted
 * @param uncleanableOffset what is from here on stays; where a segment starts, or {@code dirtyOffset}
 * @param cleanBytes bytes of the segments below the dirty part
 * @param dirtyBytes bytes of the segments of the dirty part
 * @param due whether it is time
 * @param staleCheckpoint whether the offset noted was none of this log's
 * @param againMs when to look again even if no segment was sealed since; {@link #NEVER}, or {@link #SOON}
 */
public record DirtyRange(
        long dirtyOffset,
        long uncleanableOffset,
        long cleanBytes,
        long dirtyBytes,
        boolean due,
        boolean staleCheckpoint,
        long againMs) {

    /** Nothing changes until a segment is sealed. */
    public static final long NEVER = Long.MAX_VALUE;

    /** An open transaction is in the way, and nobody says when it ends. */
    public static final long SOON = Long.MIN_VALUE;

    /** No offset is noted. */
    public static final long NOT_NOTED = -1;

    /**
     * Decides.
     *
     * @param segments all, the last being written
     * @param notedOffset up to where the log was compacted, {@link #NOT_NOTED} if it never was
     * @param logStartOffset the smallest offset that can be read
     * @param logEndOffset the next record's offset
     * @param stableOffset what is from here on is undecided: an open transaction, or not replicated
     */
    public static DirtyRange of(
            List<SegmentFacts> segments,
            long notedOffset,
            long logStartOffset,
            long logEndOffset,
            long stableOffset,
            CompactionLimits limits,
            long nowMs) {
        boolean stale = notedOffset != NOT_NOTED && (notedOffset < logStartOffset || notedOffset > logEndOffset);
        long dirty = stale || notedOffset == NOT_NOTED ? logStartOffset : notedOffset;
        int active = segments.size() - 1;
        int first = floor(segments, dirty);
        long againMs = NEVER;
        int end = first;
        long earliest = Long.MAX_VALUE;
        long bytes = 0;
        boolean blocked = false;
        for (int i = first; i < active; i++) {
            SegmentFacts segment = segments.get(i);
            if (segment.firstTimestamp() > 0) {
                earliest = Math.min(earliest, segment.firstTimestamp());
            }
            if (blocked) {
                continue;
            }
            if (segments.get(i + 1).baseOffset() > stableOffset) {
                againMs = SOON;
                blocked = true;
            } else if (limits.minLagMs() > 0 && segment.largestTimestamp() > nowMs - limits.minLagMs()) {
                againMs = plus(segment.largestTimestamp(), limits.minLagMs());
                blocked = true;
            } else {
                bytes += segment.bytes();
                end = i + 1;
            }
        }
        long cleanBytes = 0;
        for (int i = 0; i < first; i++) {
            cleanBytes += segments.get(i).bytes();
        }
        boolean late = earliest < nowMs - Math.max(0, limits.maxLagMs());
        double ratio = bytes == 0 ? 0 : (double) bytes / (cleanBytes + bytes);
        boolean due = bytes > 0 && (late || ratio > limits.minDirtyRatio());
        if (!due && bytes > 0 && earliest < Long.MAX_VALUE && againMs != SOON) {
            againMs = Math.min(againMs, plus(earliest, limits.maxLagMs()));
        }
        long uncleanable = Math.max(dirty, segments.get(end).baseOffset());
        return new DirtyRange(dirty, uncleanable, cleanBytes, bytes, due, stale, againMs);
    }

    /** What part of the cleanable log is dirty, 0 to 1. */
    public double dirtyRatio() {
        return dirtyBytes == 0 ? 0 : (double) dirtyBytes / (cleanBytes + dirtyBytes);
    }

    private static int floor(List<SegmentFacts> segments, long offset) {
        int found = 0;
        while (found + 1 < segments.size() && segments.get(found + 1).baseOffset() <= offset) {
            found++;
        }
        return found;
    }

    private static long plus(long timestampMs, long lagMs) {
        // One more, since "later than" is what counts.
        return lagMs >= Long.MAX_VALUE - 1 - Math.max(0, timestampMs) ? NEVER : timestampMs + lagMs + 1;
    }
}
