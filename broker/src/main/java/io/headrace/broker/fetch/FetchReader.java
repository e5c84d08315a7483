package io.headrace.broker.fetch;

import io.headrace.broker.replica.Partition;
import io.headrace.broker.replica.PartitionTable;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.protocol.Errors;
import io.headrace.log.FetchSlice;
import io.headrace.log.LogView;
import io.headrace.log.epoch.LeaderEpochs.EpochEndOffset;

/**
 * Looks what one partition has for a reader. Finds the bytes; does not read them.
 *
 * <p>Stateless.
 */
final class FetchReader {

    private FetchReader() {}

    /**
     * What there is at a position.
     *
     * @param maxBytes how much may be taken, besides what the reader allows for one partition
     * @param atLeastOneBatch take a first batch that is larger than that
     * @param committedOnly hide what transactions have not committed
     */
    static PartitionAnswer look(
            FetchPosition position,
            PartitionTable table,
            int maxBytes,
            boolean atLeastOneBatch,
            boolean committedOnly) {
        Partition partition = position.resolve(table);
        if (partition == null) {
            return PartitionAnswer.refused(position, null, position.missing());
        }
        Errors stale = partition.leadership().checkEpoch(position.currentLeaderEpoch());
        if (stale != Errors.NONE) {
            return PartitionAnswer.refused(position, partition, stale);
        }
        // In this order: the view is then at least as new as the high watermark.
        long highWatermark = partition.highWatermark();
        LogView view = partition.view();
        long lastStableOffset = Math.min(highWatermark, view.firstUnstableOffset());
        long offset = position.fetchOffset();
        EpochEndOffset diverging = null;
        if (position.lastFetchedEpoch() >= 0) {
            EpochEndOffset end = view.epochs().endOffsetFor(position.lastFetchedEpoch(), view.logEndOffset());
            if (end.equals(EpochEndOffset.UNDEFINED)) {
                return PartitionAnswer.refused(position, partition, Errors.OFFSET_OUT_OF_RANGE);
            }
            if (end.epoch() < position.lastFetchedEpoch() || end.endOffset() < offset) {
                diverging = end;
            }
        }
        FetchSlice slice = null;
        if (diverging == null) {
            if (offset < view.logStartOffset() || offset > view.logEndOffset()) {
                return PartitionAnswer.refused(position, partition, Errors.OFFSET_OUT_OF_RANGE);
            }
            long limit = committedOnly ? lastStableOffset : highWatermark;
            if (offset < limit && (maxBytes > 0 || atLeastOneBatch)) {
                try {
                    slice = slice(partition, view, position, maxBytes, atLeastOneBatch, limit);
                } catch (OffsetOutOfRangeException e) {
                    return PartitionAnswer.refused(position, partition, Errors.OFFSET_OUT_OF_RANGE);
                } catch (KafkaException e) {
                    return PartitionAnswer.refused(position, partition, Errors.forException(e));
                }
            }
        }
        return new PartitionAnswer(
                position,
                partition,
                Errors.NONE,
                highWatermark,
                lastStableOffset,
                view.logStartOffset(),
                diverging,
                slice);
    }

    private static FetchSlice slice(
            Partition partition,
            LogView view,
            FetchPosition position,
            int maxBytes,
            boolean atLeastOneBatch,
            long limit) {
        int allowed = Math.max(0, Math.min(maxBytes, position.maxBytes()));
        FetchSlice slice = partition.read(view, position.fetchOffset(), allowed, atLeastOneBatch, limit);
        if (slice.isEmpty()) {
            slice.release();
            return null;
        }
        return slice;
    }
}
