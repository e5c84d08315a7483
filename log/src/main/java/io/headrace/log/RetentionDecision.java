package io.headrace.log;

import io.headrace.log.segment.Segment;
import java.io.IOException;
import java.util.List;

/**
 * Which segments may go, and why. Decided on any thread, carried out by the log's owner.
 */
public final class RetentionDecision {

    private static final RetentionDecision NOTHING = new RetentionDecision(List.of(), -1, "nothing is due");

    private final List<Segment> segments;
    private final long newStartOffset;
    private final String reason;

    private RetentionDecision(List<Segment> segments, long newStartOffset, String reason) {
        this.segments = segments;
        this.newStartOffset = newStartOffset;
        this.reason = reason;
    }

    /**
     * Looks from the oldest segment on for those that the topic's retention no longer covers.
     *
     * @param highWatermark nothing at or above it is deleted
     */
    static RetentionDecision decide(LogView view, LogConfig config, long highWatermark, long nowMs) throws IOException {
        int count = 0;
        long excess = config.delete() && config.retentionBytes() >= 0
                ? view.sizeInBytes() - config.retentionBytes()
                : Long.MIN_VALUE / 2;
        String reason = "";
        while (count < view.segmentCount() && view.endOffset(count) <= highWatermark && view.limit(count) > 0) {
            Segment segment = view.segment(count);
            boolean active = count == view.segmentCount() - 1;
            String why;
            if (!active && view.endOffset(count) <= view.logStartOffset()) {
                why = "below the log start offset";
            } else if (excess >= view.limit(count)) {
                why = "retention.bytes";
            } else if (config.delete()
                    && config.retentionMs() >= 0
                    && nowMs - newestTimestamp(segment) > config.retentionMs()) {
                why = "retention.ms";
            } else {
                break;
            }
            if (!reason.contains(why)) {
                reason = reason.isEmpty() ? why : reason + ", " + why;
            }
            excess -= view.limit(count);
            count++;
        }
        if (count == 0) {
            return NOTHING;
        }
        return new RetentionDecision(List.copyOf(view.segments().subList(0, count)), view.endOffset(count - 1), reason);
    }

    private static long newestTimestamp(Segment segment) throws IOException {
        long timestamp = segment.largest().timestamp();
        return timestamp >= 0 ? timestamp : segment.createdMs();
    }

    static RetentionDecision nothing() {
        return NOTHING;
    }

    /** Whether nothing is to be done. */
    public boolean isEmpty() {
        return segments.isEmpty();
    }

    /** How many segments may go. */
    public int segmentCount() {
        return segments.size();
    }

    List<Segment> segments() {
        return segments;
    }

    /** The log start offset afterwards. */
    public long newStartOffset() {
        return newStartOffset;
    }

    /** Which settings ask for it. */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return "RetentionDecision(" + segments.size() + " segments up to offset " + newStartOffset + ", " + reason
                + ")";
    }
}
