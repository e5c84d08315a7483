package io.headrace.broker.coordinator;

import io.headrace.broker.replica.Partition;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.ProducerStamp;
import io.headrace.log.AppendOrigin;
import io.headrace.log.AppendResult;
import io.headrace.log.BatchAdmission;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchHeader;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes batches of coordinators' records, and appends them.
 *
 * <p>Owner: one loop, which closes it.
 */
final class RecordAppender implements AutoCloseable {

    private static final int INITIAL_BYTES = 1024;
    private static final short MARKER_VERSION = 0;
    private static final short ABORT = 0;
    private static final short COMMIT = 1;

    private final BatchAdmission admission;

    RecordAppender(int maxUnpackedBytes) {
        this.admission = new BatchAdmission(PooledByteBufAllocator.DEFAULT, maxUnpackedBytes);
    }

    /**
     * Appends records as one batch.
     *
     * @throws io.headrace.common.errors.ApiException saying why nothing was written
     */
    AppendResult append(
            Partition partition,
            CoordinatorRecordCodec codec,
            CompressionType compression,
            ProducerStamp producer,
            List<CoordinatorRecord> records,
            long nowMs) {
        try (BatchBuilder builder = builder(compression)) {
            stamp(builder, producer);
            for (CoordinatorRecord record : records) {
                builder.append(nowMs, codec.encodeKey(record), codec.encodeValue(record));
            }
            return append(partition, builder, nowMs);
        }
    }

    /**
     * Appends the control batch that ends a producer's transaction.
     *
     * @throws io.headrace.common.errors.ApiException saying why nothing was written
     */
    AppendResult appendMarker(
            Partition partition, ProducerStamp producer, int coordinatorEpoch, boolean commit, long nowMs) {
        try (BatchBuilder builder = builder(CompressionType.NONE)) {
            stamp(builder, producer);
            byte[] key = ByteBuffer.allocate(2 * Short.BYTES)
                    .putShort(MARKER_VERSION)
                    .putShort(commit ? COMMIT : ABORT)
                    .array();
            byte[] value = ByteBuffer.allocate(Short.BYTES + Integer.BYTES)
                    .putShort(MARKER_VERSION)
                    .putInt(coordinatorEpoch)
                    .array();
            builder.control(true).append(nowMs, key, value);
            return append(partition, builder, nowMs);
        }
    }

    private static BatchBuilder builder(CompressionType compression) {
        return new BatchBuilder(PooledByteBufAllocator.DEFAULT, Codec.of(compression), INITIAL_BYTES);
    }

    private static void stamp(BatchBuilder builder, ProducerStamp producer) {
        if (producer.isTransactional()) {
            builder.transactional(true)
                    .producer(producer.producerId(), producer.producerEpoch(), BatchHeader.NO_SEQUENCE);
        }
    }

    private AppendResult append(Partition partition, BatchBuilder builder, long nowMs) {
        ByteBuf batch = builder.seal();
        try {
            return partition.append(
                    admission.admit(
                            batch, partition.topicPartition(), partition.config(), AppendOrigin.COORDINATOR, nowMs),
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
