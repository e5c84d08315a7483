package io.headrace.broker.api;

import io.headrace.broker.replica.Partition;
import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.log.AdmittedBatches;
import io.headrace.log.AppendOrigin;
import io.headrace.log.BatchAdmission;
import io.headrace.protocol.message.ProduceRequest.PartitionProduceData;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.record.BatchHeader;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Decides which batches of a produce request go on to their partition's log.
 *
 * <p>Owner: one loop, which closes it.
 */
public final class Admission implements AutoCloseable {

    private static final int FIRST_VERSION_WITH_ZSTD = 7;

    private final BatchAdmission batches;
    private final BatchHeader header = new BatchHeader();

    /** Admission of batches that unpack to at most {@code maxUnpackedBytes}. */
    public Admission(int maxUnpackedBytes) {
        this.batches = new BatchAdmission(PooledByteBufAllocator.DEFAULT, maxUnpackedBytes);
    }

    /**
     * Checks the batch for one partition.
     *
     * @return borrows the bytes of the request
     * @throws io.headrace.common.errors.ApiException saying why it is not taken
     */
    AdmittedBatches admit(PartitionProduceData data, Partition partition, int version, long nowMs) {
        if (data.records() == null) {
            throw new InvalidRecordException("there are no records for " + partition);
        }
        ByteBuf bytes = ((BufferRecordBytes) data.records()).buffer();
        AdmittedBatches admitted =
                batches.admit(bytes, partition.topicPartition(), partition.config(), AppendOrigin.CLIENT, nowMs);
        if (admitted.compressionId() == CompressionType.ZSTD.id() && version < FIRST_VERSION_WITH_ZSTD) {
            throw new UnsupportedCompressionTypeException(
                    "zstd needs version " + FIRST_VERSION_WITH_ZSTD + " of Produce, this is version " + version);
        }
        header.wrap(bytes, bytes.readerIndex());
        return admitted;
    }

    /** The header of the batch that was admitted last. */
    BatchHeader lastAdmitted() {
        return header;
    }

    @Override
    public void close() {
        batches.close();
    }
}
