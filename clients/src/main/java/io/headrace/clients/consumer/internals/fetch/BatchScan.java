package io.headrace.clients.consumer.internals.fetch;

import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.netty.buffer.ByteBuf;

/**
 * Walks over the headers of fetched batches, to know where they end and where to fetch next, without looking at records.
 * Reusable; owner: the client's loop.
 */
final class BatchScan {

    private final BatchCursor batches = new BatchCursor();

    private int wholeBytes;
    private long nextOffset;
    private int leaderEpoch;
    private int recordCount;
    private RuntimeException failure;

    /**
     * @param records what a broker sent; borrowed
     * @param fetchOffset from where it was asked for
     */
    void scan(ByteBuf records, long fetchOffset) {
        int start = records.readerIndex();
        batches.reset(records, start, records.readableBytes());
        wholeBytes = 0;
        nextOffset = fetchOffset;
        leaderEpoch = Cursor.NO_EPOCH;
        recordCount = 0;
        failure = null;
        try {
            while (batches.next()) {
                BatchHeader batch = batches.batch();
                nextOffset = Math.max(nextOffset, batch.nextOffset());
                leaderEpoch = batch.partitionLeaderEpoch();
                recordCount += Math.max(0, batch.recordCount());
                wholeBytes = batches.nextIndex() - start;
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Bytes of the whole batches at the beginning; brokers cut the last one where the limit is reached. */
    int wholeBytes() {
        return wholeBytes;
    }

    /** Behind the last whole batch. */
    long nextOffset() {
        return nextOffset;
    }

    /** The epoch of the last whole batch, or {@link Cursor#NO_EPOCH}. */
    int leaderEpoch() {
        return leaderEpoch;
    }

    /** How many records the whole batches say they have. */
    int recordCount() {
        return recordCount;
    }

    /** Why what follows the whole batches is no batch; null when nothing is wrong. */
    RuntimeException failure() {
        return failure;
    }
}
