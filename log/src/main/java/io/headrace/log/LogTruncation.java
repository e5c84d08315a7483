package io.headrace.log;

import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.segment.Segment;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a log, with all that is known of what is cut off: indexes, producers, epochs. Owner: the log's owner, on a thread that
 * may read.
 */
final class LogTruncation {

    private static final Logger LOG = LoggerFactory.getLogger(LogTruncation.class);

    private final LogState state;

    LogTruncation(LogState state) {
        this.state = state;
    }

    /** Ends the log at an offset, or at the start of the batch that holds it. */
    void to(long offset, long nowMs) {
        LogView before = state.view();
        if (offset >= before.logEndOffset()) {
            return;
        }
        if (offset < before.segment(0).baseOffset()) {
            everything(offset, nowMs);
            return;
        }
        try {
            state.noteChange();
            int kept = before.floor(offset) + 1;
            Segment[] segments = Arrays.copyOf(before.segmentArray(), kept);
            Segment active = segments[kept - 1];
            state.flush().moveBackTo(Math.min(offset, active.baseOffset()));
            active.unseal();
            active.truncateTo(offset);
            long end = Math.min(offset, Math.max(active.loadTail().nextOffset(), active.baseOffset()));
            for (Segment dropped : before.segments().subList(kept, before.segmentCount())) {
                state.files().remove(dropped, state.deletionDue(nowMs));
            }
            state.snapshots().deleteAfter(end);
            rebuildProducers(segments, end, nowMs);
            state.publish(
                    Math.min(before.logStartOffset(), end),
                    end,
                    segments,
                    before.epochs().truncateFromEnd(end));
        } catch (IOException e) {
            throw state.storageFailure("truncating to offset " + offset, e);
        }
    }

    private void rebuildProducers(Segment[] segments, long endOffset, long nowMs) throws IOException {
        Consumer<String> fault = what -> LOG.info("{}: {}", state.context().partition(), what);
        OptionalLong from = state.snapshots()
                .load(state.producers(), endOffset, nowMs, state.context().producerExpirationMs(), fault);
        ProducerReplay.replay(state.producers(), Arrays.asList(segments), from.orElse(0), endOffset, nowMs);
    }

    /** Drops everything; the log goes on, empty, at an offset. */
    void everything(long offset, long nowMs) {
        LogView before = state.view();
        try {
            state.noteChange();
            state.files().make();
            state.flush().moveBackTo(offset);
            before.segments().forEach(segment -> state.files().remove(segment, state.deletionDue(nowMs)));
            state.snapshots().deleteAfter(-1);
            state.producers().reset(List.of());
            Segment fresh = Segment.empty(
                    state.context().place(), offset, state.config().indexLimits(), nowMs);
            fresh.createFile();
            state.publish(offset, offset, new Segment[] {fresh}, LeaderEpochs.EMPTY);
        } catch (IOException e) {
            throw state.storageFailure("starting over at offset " + offset, e);
        }
    }
}
