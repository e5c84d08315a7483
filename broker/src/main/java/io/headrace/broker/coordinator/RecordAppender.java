package io.headrace.broker.coordinator;

import io.headrace.broker.replica.Partition;
import io.headrace.common.header.Header;
import io.headrace.coordination.Batches;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.log.AppendOrigin;
import io.headrace.log.AppendResult;
import io.headrace.log.BatchAdmission;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchHeader;
import io.headrace.record.compress.Codec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;

/**
 * Makes batches of coordinators' records, and appends them.
 *
 * <p>Owner: one loop, which closes it.
 */
final class RecordAppender implements AutoCloseable {

    private static final int INITIAL_BYTES = 1024;
    private static final Header[] NO_HEADERS = {};

    private final BatchAdmission admission;

    RecordAppender(int maxUnpackedBytes) {
        this.admission = new BatchAdmission(PooledByteBufAllocator.DEFAULT, maxUnpackedBytes);
    }

    /**
     * Appends records of an outcome as one batch: all of them, or, if they may go into several batches, as many as the
     * partition takes at a time. The result's offsets say how many these were.
     *
     * @param kind says how records are written
     * @param records those that are still to be appended; at least one
     * @param verified that the producer's transaction includes this partition
     * @throws io.headrace.common.errors.ApiException saying why nothing was written
     */
    AppendResult append(
            Partition partition,
            CoordinatorKind<?> kind,
            Outcome outcome,
            List<CoordinatorRecord> records,
            TransactionVerification verified,
            long nowMs) {
        ProducerStamp producer = outcome.producer();
        long maxBytes = outcome.batches() == Batches.ONE
                ? Long.MAX_VALUE
                : partition.config().maxMessageBytes();
        try (BatchBuilder builder =
                new BatchBuilder(PooledByteBufAllocator.DEFAULT, Codec.of(kind.compression()), INITIAL_BYTES)) {
            if (producer.isTransactional()) {
                builder.transactional(true)
                        .producer(producer.producerId(), producer.producerEpoch(), BatchHeader.NO_SEQUENCE);
            }
            long bytes = BatchHeader.SIZE;
            for (CoordinatorRecord record : records) {
                byte[] key = kind.codec().encodeKey(record);
                byte[] value = kind.codec().encodeValue(record);
                bytes += BatchBuilder.maxRecordSize(key, value, NO_HEADERS);
                if (bytes > maxBytes && builder.recordCount() > 0) {
                    break;
                }
                builder.append(nowMs, key, value);
            }
            return append(partition, builder, verified, nowMs);
        }
    }

    private AppendResult append(
            Partition partition, BatchBuilder builder, TransactionVerification verified, long nowMs) {
        ByteBuf batch = builder.seal();
        try {
            return partition.append(
                    admission.admit(
                            batch, partition.topicPartition(), partition.config(), AppendOrigin.COORDINATOR, nowMs),
                    verified,
                    true,
                    nowMs);
        } finally {
            batch.release();
        }
    }

    @Override
    public void close() {
        admission.close();
    }
}
