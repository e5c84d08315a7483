package io.headrace.broker.coordinator;

import io.headrace.broker.replica.Partition;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.ProducerStamp;
import io.headrace.log.AppendOrigin;
import io.headrace.log.AppendResult;
import io.headrace.log.BatchAdmission;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchHeader;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
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

    private final BatchAdmission admission;

    RecordAppender(int maxUnpackedBytes) {
        this.admission = new BatchAdmission(PooledByteBufAllocator.DEFAULT, maxUnpackedBytes);
    }

    /**
     * Appends records as one batch.
     *
     * @param verified that the producer's transaction includes this partition
     * @throws io.headrace.common.errors.ApiException saying why nothing was written
     */
    AppendResult append(
            Partition partition,
            CoordinatorRecordCodec codec,
            CompressionType compression,
            ProducerStamp producer,
            TransactionVerification verified,
            List<CoordinatorRecord> records,
            long nowMs) {
        try (BatchBuilder builder =
                new BatchBuilder(PooledByteBufAllocator.DEFAULT, Codec.of(compression), INITIAL_BYTES)) {
            if (producer.isTransactional()) {
                builder.transactional(true)
                        .producer(producer.producerId(), producer.producerEpoch(), BatchHeader.NO_SEQUENCE);
            }
            for (CoordinatorRecord record : records) {
                builder.append(nowMs, codec.encodeKey(record), codec.encodeValue(record));
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
