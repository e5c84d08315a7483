package io.headrace.log.producer;

import io.headrace.common.InvalidRecordException;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The record with which a transaction coordinator ends a producer's transaction.
 *
 * <pre>
 *   key:    version int16 | type int16: 0 abort, 1 commit
 *   value:  version int16 | coordinator epoch int32
 * </pre>
 *
 * @param commit whether the transaction was committed
 * @param coordinatorEpoch of the coordinator
 */
public record EndTransactionMarker(boolean commit, int coordinatorEpoch) {

    private static final short VERSION = 0;
    private static final int ABORT = 0;
    private static final int COMMIT = 1;
    private static final int MAX_BYTES = 1024;

    byte[] key() {
        return ByteBuffer.allocate(2 * Short.BYTES)
                .putShort(VERSION)
                .putShort((short) (commit ? COMMIT : ABORT))
                .array();
    }

    byte[] value() {
        return ByteBuffer.allocate(Short.BYTES + Integer.BYTES)
                .putShort(VERSION)
                .putInt(coordinatorEpoch)
                .array();
    }

    /**
     * The marker in a control batch; empty when it is a control batch of another kind, or one whose record compaction took
     * away.
     *
     * @throws InvalidRecordException when it is malformed
     */
    public static Optional<EndTransactionMarker> of(BatchHeader batch) {
        if (batch.recordCount() == 0) {
            return Optional.empty();
        }
        try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, MAX_BYTES)) {
            records.open(batch);
            if (!records.next() || !records.hasKey()) {
                throw new InvalidRecordException("control batch at offset " + batch.baseOffset() + " has no key");
            }
            ByteBuffer key = records.keyBuffer();
            key.getShort();
            short type = key.getShort();
            if (type != ABORT && type != COMMIT) {
                return Optional.empty();
            }
            if (!records.hasValue()) {
                throw new InvalidRecordException("marker at offset " + batch.baseOffset() + " has no value");
            }
            ByteBuffer value = records.valueBuffer();
            value.getShort();
            return Optional.of(new EndTransactionMarker(type == COMMIT, value.getInt()));
        } catch (BufferUnderflowException e) {
            throw new InvalidRecordException("marker at offset " + batch.baseOffset() + " is too short", e);
        }
    }
}
