package io.headrace.log;

import io.headrace.log.segment.Segment;
import java.io.IOException;

/**
 * When a segment is full.
 *
 * <p>Pure, except that it may read the first batch's timestamp of a segment that an earlier run wrote.
 */
final class Roll {

    private Roll() {}

    /**
     * Whether batches must go to a new segment.
     *
     * @param bytes of the batches
     * @param maxTimestamp their largest timestamp
     * @param lastOffset their last offset
     */
    static boolean isDue(Segment active, LogConfig config, int bytes, long maxTimestamp, long lastOffset, long nowMs)
            throws IOException {
        if (!active.canHold(lastOffset)) {
            return true;
        }
        if (active.size() == 0) {
            return false;
        }
        return active.size() > config.segmentBytes() - bytes
                || active.isIndexFull()
                || age(active, maxTimestamp, nowMs) > config.mostSegmentMs() - jitterMs(active, config);
    }

    /** By the records' own time where they have one, so that old records which are copied in roll as they first did. */
    private static long age(Segment active, long maxTimestamp, long nowMs) throws IOException {
        long first = active.firstTimestamp();
        return first >= 0 ? maxTimestamp - first : nowMs - active.createdMs();
    }

    /** Differs by segment, stays the same for one: so that partitions made together do not roll together. */
    static long jitterMs(Segment active, LogConfig config) {
        long bound = Math.min(config.segmentJitterMs(), config.mostSegmentMs());
        if (bound <= 0) {
            return 0;
        }
        long mixed = (active.path().hashCode() ^ 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return Math.floorMod(mixed ^ (mixed >>> 31), bound);
    }
}
