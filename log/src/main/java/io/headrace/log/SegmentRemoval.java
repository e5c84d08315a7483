package io.headrace.log;

import io.headrace.log.segment.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes sealed segments out of a log: for good, or for a compacted one in their place. Owner: the log's owner. */
final class SegmentRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentRemoval.class);

    private final LogState state;

    SegmentRemoval(LogState state) {
        this.state = state;
    }

    /** Deletes what retention found, as far as the log still begins with it; says how many segments that were. */
    int apply(RetentionDecision decision, long nowMs) {
        if (decision.isEmpty()) {
            return 0;
        }
        LogView now = state.view();
        int count = 0;
        while (count < decision.segmentCount()
                && count < now.segmentCount() - 1
                && now.segment(count) == decision.segments().get(count)
                && now.endOffset(count) <= decision.newStartOffset()) {
            count++;
        }
        if (count == 0) {
            return 0;
        }
        state.noteChange();
        Segment[] all = now.segmentArray();
        Segment[] kept = Arrays.copyOfRange(all, count, all.length);
        long start = Math.max(now.logStartOffset(), kept[0].baseOffset());
        state.publish(start, now.logEndOffset(), kept, now.epochs().truncateFromStart(start));
        for (int i = 0; i < count; i++) {
            state.files().remove(all[i], state.deletionDue(nowMs));
        }
        try {
            // Not up to the log start: producers' state is made anew from where the first segment starts.
            state.snapshots().deleteBefore(kept[0].baseOffset());
        } catch (IOException e) {
            LOG.info(
                    "{}: old producer snapshots stay for now: {}",
                    state.context().partition(),
                    e.toString());
        }
        LOG.info(
                "{}: deleted {} segments below offset {} ({})",
                state.context().partition(),
                count,
                kept[0].baseOffset(),
                decision.reason());
        return count;
    }

    /** Puts a compacted segment in the place of those it was made from; false when they are no longer side by side. */
    boolean exchange(List<Segment> old, Segment compacted, long nowMs) {
        LogView now = state.view();
        List<Segment> all = now.segments();
        int first = all.indexOf(old.get(0));
        int end = first + old.size();
        if (first < 0 || end >= all.size() || !all.subList(first, end).equals(old)) {
            return false;
        }
        List<Segment> segments = new ArrayList<>(all.subList(0, first));
        segments.add(compacted);
        segments.addAll(all.subList(end, all.size()));
        state.publish(now.logStartOffset(), now.logEndOffset(), segments.toArray(Segment[]::new), now.epochs());
        try {
            state.files().exchange(old, compacted, state.deletionDue(nowMs));
            state.snapshots()
                    .deleteAll(old.stream().skip(1).map(Segment::baseOffset).toList());
        } catch (IOException e) {
            throw state.storageFailure("exchanging segments from offset " + compacted.baseOffset(), e);
        }
        return true;
    }
}
