package io.headrace.broker.fetch;

import io.headrace.broker.fetch.FetchPosition.Wanted;
import io.headrace.broker.replica.Partition;
import io.headrace.broker.replica.PartitionTable;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.protocol.Errors;
import io.headrace.log.FetchSlice;
import io.headrace.log.LogView;
import io.headrace.log.epoch.LeaderEpochs.EpochEndOffset;
import io.headrace.log.segment.AbortedTransaction;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks what partitions have for a reader. Finds the bytes; does not read them.
 *
 * <p>Stateless, and works on what does not change: any thread may look.
 */
final class FetchReader {

    private FetchReader() {}

    /**
     * A position, with what is to be looked at: neither changes while somebody looks.
     *
     * @param position for the answer; not looked into
     * @param partition null when there is none
     * @param missing why there is none
     */
    record Glance(FetchPosition position, Wanted wanted, Partition partition, Errors missing) {

        /** What there is to look at, as of now. */
        static Glance at(FetchPosition position, PartitionTable table) {
            Partition partition = position.resolve(table);
            return new Glance(position, position.wanted(), partition, position.missing());
        }

        /** Whether looking may wait for a disk. */
        boolean isCold() {
            return partition != null
                    && wanted.fetchOffset() < partition.highWatermark()
                    && !partition.isHot(wanted.fetchOffset());
        }
    }

    /** Looks at several positions; together they take at most {@code maxBytes}, or one batch. */
    static List<PartitionAnswer> look(List<Glance> glances, int maxBytes, boolean committedOnly) {
        List<PartitionAnswer> answers = new ArrayList<>(glances.size());
        int left = maxBytes;
        boolean any = false;
        for (Glance glance : glances) {
            PartitionAnswer answer = look(glance, left, !any, committedOnly);
            answers.add(answer);
            if (answer.bytes() > 0) {
                any = true;
                left -= answer.bytes();
            }
        }
        return answers;
    }

    /**
     * What there is at a position.
     *
     * @param maxBytes how much may be taken, besides what the reader allows for one partition
     * @param atLeastOneBatch take a first batch that is larger than that
     * @param committedOnly hide what transactions have not committed
     */
    private static PartitionAnswer look(Glance glance, int maxBytes, boolean atLeastOneBatch, boolean committedOnly) {
        FetchPosition position = glance.position();
        Wanted wanted = glance.wanted();
        Partition partition = glance.partition();
        if (partition == null) {
            return PartitionAnswer.refused(glance, glance.missing());
        }
        Errors stale = partition.leadership().checkEpoch(wanted.currentLeaderEpoch());
        if (stale != Errors.NONE) {
            return PartitionAnswer.refused(glance, stale);
        }
        // In this order: the view is then at least as new as the high watermark.
        long highWatermark = partition.highWatermark();
        LogView view = partition.view();
        long lastStableOffset = Math.min(highWatermark, view.firstUnstableOffset());
        long offset = wanted.fetchOffset();
        EpochEndOffset diverging = null;
        if (wanted.lastFetchedEpoch() >= 0) {
            EpochEndOffset end = view.epochs().endOffsetFor(wanted.lastFetchedEpoch(), view.logEndOffset());
            if (end.equals(EpochEndOffset.UNDEFINED)) {
                return PartitionAnswer.refused(glance, Errors.OFFSET_OUT_OF_RANGE);
            }
            if (end.epoch() < wanted.lastFetchedEpoch() || end.endOffset() < offset) {
                diverging = end;
            }
        }
        FetchSlice slice = null;
        List<AbortedTransaction> aborted = List.of();
        if (diverging == null) {
            if (offset < view.logStartOffset() || offset > view.logEndOffset()) {
                return PartitionAnswer.refused(glance, Errors.OFFSET_OUT_OF_RANGE);
            }
            long limit = committedOnly ? lastStableOffset : highWatermark;
            if (offset < limit && (maxBytes > 0 || atLeastOneBatch)) {
                try {
                    slice = slice(partition, view, wanted, maxBytes, atLeastOneBatch, limit);
                    aborted = committedOnly && slice != null
                            ? partition.log().abortedTransactions(view, slice, offset, limit)
                            : List.of();
                } catch (OffsetOutOfRangeException e) {
                    return PartitionAnswer.refused(glance, Errors.OFFSET_OUT_OF_RANGE);
                } catch (KafkaException e) {
                    if (slice != null) {
                        slice.release();
                    }
                    return PartitionAnswer.refused(glance, Errors.forException(e));
                }
            }
        }
        return new PartitionAnswer(
                position,
                wanted,
                partition,
                Errors.NONE,
                highWatermark,
                lastStableOffset,
                view.logStartOffset(),
                diverging,
                aborted,
                slice);
    }

    private static FetchSlice slice(
            Partition partition, LogView view, Wanted wanted, int maxBytes, boolean atLeastOneBatch, long limit) {
        int allowed = Math.max(0, Math.min(maxBytes, wanted.maxBytes()));
        FetchSlice slice = partition.read(view, wanted.fetchOffset(), allowed, atLeastOneBatch, limit);
        if (slice.isEmpty()) {
            slice.release();
            return null;
        }
        return slice;
    }
}
