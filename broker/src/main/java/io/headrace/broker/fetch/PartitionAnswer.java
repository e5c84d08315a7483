package io.headrace.broker.fetch;

import io.headrace.broker.fetch.FetchPosition.Wanted;
import io.headrace.broker.replica.Partition;
import io.headrace.common.protocol.Errors;
import io.headrace.log.FetchSlice;
import io.headrace.log.epoch.LeaderEpochs.EpochEndOffset;
import io.headrace.log.segment.AbortedTransaction;
import java.util.List;

/**
 * What a fetch found in one partition.
 *
 * @param position whose
 * @param wanted what was looked for
 * @param partition null when there is none
 * @param error why there are no records
 * @param highWatermark -1 when there are no records for an error
 * @param lastStableOffset likewise
 * @param logStartOffset likewise
 * @param diverging where the reader's history leaves this log, or null
 * @param aborted the aborted transactions that the records may be part of; empty for a reader of everything
 * @param slice the records, not read yet; null when there are none; released by the taker of the answer
 */
public record PartitionAnswer(
        FetchPosition position,
        Wanted wanted,
        Partition partition,
        Errors error,
        long highWatermark,
        long lastStableOffset,
        long logStartOffset,
        EpochEndOffset diverging,
        List<AbortedTransaction> aborted,
        FetchSlice slice) {

    private static final long UNKNOWN = -1;

    static PartitionAnswer refused(FetchReader.Glance glance, Errors error) {
        return new PartitionAnswer(
                glance.position(),
                glance.wanted(),
                glance.partition(),
                error,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                null,
                List.of(),
                null);
    }

    /** Where reading ends for who reads everything, or only what is decided. */
    long readableEnd(boolean committedOnly) {
        return committedOnly ? lastStableOffset : highWatermark;
    }

    /** How many bytes of records there are. */
    public int bytes() {
        return slice == null ? 0 : slice.size();
    }

    /** The records, to be sent; the caller takes the slice. */
    public FileBytes records() {
        return new FileBytes(partition, slice);
    }

    /** Whether the reader has to hear of it without waiting for more. */
    boolean isUrgent() {
        return error != Errors.NONE || diverging != null;
    }
}
