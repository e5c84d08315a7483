package io.headrace.log.producer;

import io.headrace.record.BatchBuilder;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A transaction coordinator's order to end a producer's transaction in a partition.
 *
 * @param producerId whose transaction
 * @param producerEpoch that the producer has from now on, at least
 * @param marker how it ends, and who says so
 * @param transactionVersion the {@code transaction.version} that the transaction runs under: from 2 on, the epoch is a new
 *     one, larger than that of the transaction's batches (KIP-890, KIP-1228)
 */
public record TransactionEnd(
        long producerId, short producerEpoch, EndTransactionMarker marker, int transactionVersion) {

    private static final int FIRST_WITH_NEW_EPOCH = 2;
    private static final int BATCH_BYTES = 128;

    /** A transaction that is committed. */
    public static TransactionEnd commit(long producerId, short producerEpoch, int coordinatorEpoch, int version) {
        return new TransactionEnd(producerId, producerEpoch, new EndTransactionMarker(true, coordinatorEpoch), version);
    }

    /** A transaction that is aborted. */
    public static TransactionEnd abort(long producerId, short producerEpoch, int coordinatorEpoch, int version) {
        return new TransactionEnd(
                producerId, producerEpoch, new EndTransactionMarker(false, coordinatorEpoch), version);
    }

    /** Whether the producer's epoch has to be larger than the one known before. */
    boolean bringsNewEpoch() {
        return transactionVersion >= FIRST_WITH_NEW_EPOCH;
    }

    /** The control batch that says so; to be released by the caller. */
    public ByteBuf batch(ByteBufAllocator allocator, long nowMs) {
        Codec plain = Codec.of(CompressionType.NONE);
        try (BatchBuilder builder = new BatchBuilder(allocator, plain, BATCH_BYTES)) {
            builder.producer(producerId, producerEpoch, -1).transactional(true).control(true);
            builder.append(nowMs, marker.key(), marker.value());
            return builder.seal();
        }
    }
}
