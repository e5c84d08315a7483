package io.headrace.clients.fake;

import io.headrace.common.protocol.Errors;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A partition's log in memory: decoded records, and the sequence that each producer has reached. Guarded by its cluster.
 */
public final class FakePartition {

    /** One record of the log. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Stored(long offset, long timestamp, byte[] key, byte[] value, int headers) {}

    /** What became of a batch. */
    record Appended(Errors error, long baseOffset) {}

    private record Written(int firstSequence, int lastSequence, long baseOffset) {}

    /** What is remembered of a producer: its epoch and, as by Kafka's brokers, its last five batches. */
    private record Writer(short epoch, List<Written> last) {
        int lastSequence() {
            return last.get(last.size() - 1).lastSequence();
        }
    }

    private static final int REMEMBERED_BATCHES = 5;

    private final List<Stored> records = new ArrayList<>();
    private final Map<Long, Writer> writers = new HashMap<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private int leader;
    private int leaderEpoch;
    private int maxBatchBytes = Integer.MAX_VALUE;

    FakePartition(int leader) {
        this.leader = leader;
    }

    int leader() {
        return leader;
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    void moveTo(int newLeader) {
        leader = newLeader;
        leaderEpoch++;
    }

    void maxBatchBytes(int bytes) {
        maxBatchBytes = bytes;
    }

    void forgetWriters() {
        writers.clear();
    }

    List<Stored> records() {
        return List.copyOf(records);
    }

    List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    /** Checks and appends exactly one batch. */
    Appended append(ByteBuf bytes) {
        if (bytes.readableBytes() > maxBatchBytes) {
            return new Appended(Errors.MESSAGE_TOO_LARGE, -1);
        }
        BatchCursor batches = new BatchCursor(bytes);
        if (!batches.nextVerified()) {
            return new Appended(Errors.CORRUPT_MESSAGE, -1);
        }
        BatchHeader batch = batches.batch();
        if (batch.sizeInBytes() != bytes.readableBytes()) {
            return new Appended(Errors.INVALID_RECORD, -1);
        }
        if (batch.hasProducerId()) {
            Appended refused = checkSequence(batch);
            if (refused != null) {
                return refused;
            }
        }
        long base = records.size();
        try (RecordCursor cursor = new RecordCursor(UnpooledByteBufAllocator.DEFAULT, 1 << 30)) {
            cursor.open(batch);
            while (cursor.next()) {
                records.add(new Stored(
                        records.size(), cursor.timestamp(), cursor.key(), cursor.value(), cursor.headerCount()));
            }
        }
        batchSizes.add(bytes.readableBytes());
        if (batch.hasProducerId()) {
            remember(batch, base);
        }
        return new Appended(Errors.NONE, base);
    }

    private void remember(BatchHeader batch, long base) {
        Writer before = writers.get(batch.producerId());
        boolean isSameEpoch = before != null && before.epoch() == batch.producerEpoch();
        List<Written> last = new ArrayList<>(isSameEpoch ? before.last() : List.of());
        last.add(new Written(batch.baseSequence(), batch.lastSequence(), base));
        if (last.size() > REMEMBERED_BATCHES) {
            last.remove(0);
        }
        writers.put(batch.producerId(), new Writer(batch.producerEpoch(), last));
    }

    private Appended checkSequence(BatchHeader batch) {
        Writer writer = writers.get(batch.producerId());
        if (writer == null) {
            return null;
        }
        if (batch.producerEpoch() < writer.epoch()) {
            return new Appended(Errors.INVALID_PRODUCER_EPOCH, -1);
        }
        if (batch.producerEpoch() > writer.epoch()) {
            return batch.baseSequence() == 0 ? null : new Appended(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
        }
        for (Written known : writer.last()) {
            if (batch.baseSequence() == known.firstSequence() && batch.lastSequence() == known.lastSequence()) {
                return new Appended(Errors.NONE, known.baseOffset());
            }
        }
        if (batch.lastSequence() <= writer.lastSequence()) {
            return new Appended(Errors.DUPLICATE_SEQUENCE_NUMBER, -1);
        }
        return batch.baseSequence() == writer.lastSequence() + 1
                ? null
                : new Appended(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    }
}
