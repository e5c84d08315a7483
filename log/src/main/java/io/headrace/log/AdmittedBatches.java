package io.headrace.log;

import io.netty.buffer.ByteBuf;

/**
 * Batches that {@link BatchAdmission} found fit for a partition.
 *
 * <p>Borrows the buffer that was looked at, unless they had to be compressed anew: valid as long as that is. The log stamps
 * offsets into it.
 */
public final class AdmittedBatches {

    private final ByteBuf buffer;
    private final AppendOrigin origin;
    private final int batchCount;
    private final int recordCount;
    private final long maxTimestamp;
    private final int compressionId;
    private final long producerId;

    AdmittedBatches(
            ByteBuf buffer,
            AppendOrigin origin,
            int batchCount,
            int recordCount,
            long maxTimestamp,
            int compressionId,
            long producerId) {
        this.buffer = buffer;
        this.origin = origin;
        this.batchCount = batchCount;
        this.recordCount = recordCount;
        this.maxTimestamp = maxTimestamp;
        this.compressionId = compressionId;
        this.producerId = producerId;
    }

    ByteBuf buffer() {
        return buffer;
    }

    AppendOrigin origin() {
        return origin;
    }

    /** How many batches there are; at least one. */
    public int batchCount() {
        return batchCount;
    }

    /** How many records are in them. */
    public int recordCount() {
        return recordCount;
    }

    /** Their largest timestamp in ms since the epoch. */
    public long maxTimestamp() {
        return maxTimestamp;
    }

    /** Their bytes. */
    public int sizeInBytes() {
        return buffer.readableBytes();
    }

    /** How the first batch came compressed: a codec's id. */
    public int compressionId() {
        return compressionId;
    }

    /** The producer of the first batch, -1 when it is not idempotent. */
    public long producerId() {
        return producerId;
    }
}
