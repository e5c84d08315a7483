package io.headrace.log;

import io.headrace.log.segment.Segment;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a log's active segment and begins the next; {@link Roll} says when. Owner: the log's owner. */
final class SegmentRoll {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentRoll.class);

    private final LogState state;

    SegmentRoll(LogState state) {
        this.state = state;
    }

    /**
     * Goes on in a new segment. What the old one's records need to be found comes first: when anything fails, the log is as
     * it was, and once there is a new segment the old one is complete.
     */
    void startSegment(long baseOffset, long nowMs) throws IOException {
        LogView now = state.view();
        Segment before = now.active();
        Segment fresh = Segment.empty(
                state.context().place(), baseOffset, state.config().indexLimits(), nowMs);
        state.noteChange();
        if (before.size() == 0) {
            // It cannot hold the offset, so it starts elsewhere, and it has nothing to keep.
            fresh.createFile();
            Segment[] segments = now.segmentArray();
            segments[segments.length - 1] = fresh;
            state.publish(now.logStartOffset(), now.logEndOffset(), segments, now.epochs());
            state.files().remove(before, state.deletionDue(nowMs));
            return;
        }
        before.trim();
        before.persistIndexes();
        state.snapshots().write(now.logEndOffset(), state.producers().all());
        fresh.createFile();
        before.seal(baseOffset);
        // A flush while it was written did not include the indexes.
        state.flush().moveBackTo(before.baseOffset());
        state.publish(now.logStartOffset(), now.logEndOffset(), now.segmentsWith(fresh), now.epochs());
        state.context().disk().execute(() -> flushSealed(baseOffset, nowMs));
    }

    private void flushSealed(long upToOffset, long nowMs) {
        if (state.isClosed()) {
            return;
        }
        try {
            state.flush().flush(state.view(), upToOffset, nowMs);
        } catch (IOException e) {
            LOG.warn("{}: flushing up to offset {} failed", state.context().partition(), upToOffset, e);
        }
    }
}
