package io.headrace.log;

/**
 * What became of batches that were appended, or of a batch that had been appended before.
 *
 * @param firstOffset the offset of the first record
 * @param lastOffset the offset of the last record
 * @param maxTimestamp largest timestamp of the records in ms since the epoch
 * @param logAppendTimeMs the timestamp given to all records; -1 when they keep the producer's
 * @param leaderEpoch the epoch stamped on them
 * @param logStartOffset the log's start then
 * @param duplicate whether an idempotent producer sent the batch again: nothing was written, the offsets are those of the
 *     first time
 */
public record AppendResult(
        long firstOffset,
        long lastOffset,
        long maxTimestamp,
        long logAppendTimeMs,
        int leaderEpoch,
        long logStartOffset,
        boolean duplicate) {}
