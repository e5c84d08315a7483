package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.Callback;
import io.headrace.common.KafkaException;
import io.headrace.common.header.Header;
import io.headrace.common.header.Headers;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchHeader;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;

/**
 * Records of one partition that are sent together.
 *
 * <pre>
 *   open: records are appended  [buffer's lock]
 *     -> closed: nothing is appended any more; whoever closed it seals it, outside of the lock
 *     -> sealed: compressed bytes  [loop: stamped, sent, sent again, until the delivery has ended]
 *     -> released
 * </pre>
 *
 * <p>Owner: the lock of its {@link PartitionBuffer} until it is taken from there, then the client's loop. Sealing is the
 * one step in between that belongs to a single thread without a lock. The batch owns its bytes and its share of
 * {@link BufferMemory}; {@link #release} gives back both, once.
 */
final class ProducerBatch {

    private final BatchBuilder builder;
    private final Delivery delivery;
    private final long createdNs;
    private final BufferMemory memory;

    private int reservedBytes;
    private float compressionRatio = 1;
    private boolean isSealingDelegated;
    private volatile ByteBuf sealed;
    private volatile RuntimeException sealingFailure;

    /** Place in the partition's order, for putting it back there. Owner of this and what follows: the loop. */
    private long order;

    private int firstIndex;

    private int attempts;
    private boolean mayBeInLog;
    private long producerId = LaneSequences.NONE;
    private short epoch = LaneSequences.NONE;
    private int sequence = LaneSequences.NONE;
    private long takenNs;
    private String lastTrouble = "it was not sent";

    /** @param reservedBytes what was taken from {@code memory} for it */
    ProducerBatch(BatchBuilder builder, Delivery delivery, long createdNs, int reservedBytes, BufferMemory memory) {
        this.builder = builder;
        this.delivery = delivery;
        this.createdNs = createdNs;
        this.reservedBytes = reservedBytes;
        this.memory = memory;
    }

    /** Appends a record; the caller has asked {@link #hasRoomFor}. */
    RecordFuture append(
            long timestampMs, byte[] key, byte[] value, Header[] encodedHeaders, Headers headers, Callback callback) {
        int index = builder.append(timestampMs, key, value, encodedHeaders);
        delivery.add(timestampMs, key == null ? -1 : key.length, value == null ? -1 : value.length, callback, headers);
        return new RecordFuture(delivery, index);
    }

    /**
     * Whether a record fits without the batch growing over its size, or over the memory that can be had for it right now:
     * with compression more is gathered than will be sent.
     */
    boolean hasRoomFor(int maxRecordBytes, int maxBatchBytes) {
        if (builder.recordCount() == 0) {
            return true;
        }
        if (!isRoomyFor(maxRecordBytes, maxBatchBytes)) {
            return false;
        }
        int missing = builder.sizeInBytes() + maxRecordBytes - reservedBytes;
        if (missing <= 0) {
            return true;
        }
        int step = Math.max(missing, maxBatchBytes);
        if (memory.tryReserve(step)) {
            reservedBytes += step;
            return true;
        }
        return false;
    }

    /** Whether a record fits without the batch growing over its size. */
    boolean isRoomyFor(int maxRecordBytes, int maxBatchBytes) {
        return builder.hasRoomFor(maxRecordBytes, maxBatchBytes);
    }

    /** Whether no further record of any size should be put in. */
    boolean isFull(int maxBatchBytes) {
        return builder.estimatedSize() >= maxBatchBytes;
    }

    boolean isCompressed() {
        return builder.codec().type() != CompressionType.NONE;
    }

    boolean isSealed() {
        return sealed != null;
    }

    /** The thread that closed the batch seals it; until then nobody may take it. */
    void delegateSealing() {
        isSealingDelegated = true;
    }

    boolean awaitsSealing() {
        return isSealingDelegated && sealed == null && sealingFailure == null;
    }

    /**
     * Compresses and finishes the batch, and gives back the memory that this saved. When that fails the batch can only fail,
     * see {@link #sealingFailure}.
     */
    void seal() {
        int rawBytes = builder.sizeInBytes();
        try {
            ByteBuf bytes = builder.seal();
            if (isCompressed()) {
                compressionRatio = ratio(rawBytes, bytes.readableBytes());
                shrinkTo(bytes);
            }
            // Last, for from here on the loop may take, send and release it.
            sealed = bytes;
        } catch (Throwable e) {
            // Also errors, of which lack of direct memory is one: the batches that follow must not wait for this one.
            sealingFailure = new KafkaException(
                    "a batch could not be compressed with " + builder.codec().type(), e);
        }
    }

    private static float ratio(int rawBytes, int sealedBytes) {
        int records = rawBytes - BatchHeader.SIZE;
        return records <= 0 ? 1 : (sealedBytes - BatchHeader.SIZE) / (float) records;
    }

    /**
     * Codecs ask for room for the worst case, and batches that compress well wait in large numbers. When nearly nothing is
     * left of the records, what is remembered of them is most of what a batch takes.
     */
    private void shrinkTo(ByteBuf bytes) {
        if (bytes.readableBytes() < bytes.capacity() / 2) {
            bytes.capacity(bytes.readableBytes());
        }
        int excess = reservedBytes - bytes.capacity() - delivery.footprint();
        if (excess > 0) {
            reservedBytes -= excess;
            memory.release(excess);
        }
    }

    /** Why the batch could not be sealed, or null. */
    RuntimeException sealingFailure() {
        return sealingFailure;
    }

    /** The batch's bytes, owned by the batch. */
    ByteBuf bytes() {
        return sealed;
    }

    int sizeInBytes() {
        return sealed == null ? builder.estimatedSize() : sealed.readableBytes();
    }

    /** What part of its size was left by compression; 1 without. */
    float compressionRatio() {
        return compressionRatio;
    }

    /** Says who sends the batch; on the sealed batch or before. */
    void stamp(long id, short producerEpoch, int firstSequence) {
        producerId = id;
        epoch = producerEpoch;
        sequence = firstSequence;
        if (sealed == null) {
            builder.producer(id, producerEpoch, firstSequence);
        } else {
            new BatchHeader(sealed, 0).producer(id, producerEpoch, firstSequence);
        }
    }

    boolean isStamped() {
        return sequence != LaneSequences.NONE;
    }

    long producerId() {
        return producerId;
    }

    short epoch() {
        return epoch;
    }

    int sequence() {
        return sequence;
    }

    /** The sequence will not be used: another one is taken when the batch is sent again. */
    void forgetSequence() {
        sequence = LaneSequences.NONE;
        mayBeInLog = false;
    }

    /** Whether a broker may have taken the batch in under its sequence, without this client having been told so. */
    boolean mayBeInLog() {
        return mayBeInLog;
    }

    void mayBeInLog(boolean perhaps) {
        mayBeInLog = perhaps;
    }

    Delivery delivery() {
        return delivery;
    }

    int recordCount() {
        return delivery.count();
    }

    long createdNs() {
        return createdNs;
    }

    /** Gives the batch its place in the partition's order. */
    void order(long place) {
        order = place;
    }

    /** Its place in the partition's order; pieces of a batch have that of the whole. */
    long order() {
        return order;
    }

    /** Whether its records come before those of another batch. */
    boolean isBefore(ProducerBatch other) {
        return order != other.order ? order < other.order : firstIndex < other.firstIndex;
    }

    /** How often it was sent. */
    int attempts() {
        return attempts;
    }

    void countAttempt() {
        attempts++;
    }

    /** It never left: the attempt does not count. */
    void uncountAttempt() {
        attempts--;
    }

    long takenNs() {
        return takenNs;
    }

    void takenNs(long nowNs) {
        takenNs = nowNs;
    }

    /** Why it has not been acknowledged yet, in words. */
    String lastTrouble() {
        return lastTrouble;
    }

    void lastTrouble(String trouble) {
        lastTrouble = trouble;
    }

    /** A batch for some of this one's records; it takes over the memory that was reserved for all of them. */
    ProducerBatch pieceOf(BatchBuilder pieceBuilder, Delivery pieceDelivery, int from) {
        ProducerBatch piece = new ProducerBatch(pieceBuilder, pieceDelivery, createdNs, reservedBytes, memory);
        piece.order = order;
        piece.firstIndex = firstIndex + from;
        reservedBytes = 0;
        return piece;
    }

    /** Gives bytes and memory back. */
    void release() {
        builder.close();
        if (sealed != null) {
            sealed.release();
            sealed = null;
        }
        if (reservedBytes > 0) {
            memory.release(reservedBytes);
            reservedBytes = 0;
        }
    }

    @Override
    public String toString() {
        return "ProducerBatch(" + delivery.topicPartition() + ", " + recordCount() + " records, sequence " + sequence
                + ", " + attempts + " attempts)";
    }
}
