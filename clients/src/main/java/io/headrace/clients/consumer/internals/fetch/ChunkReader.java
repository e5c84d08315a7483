package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.record.TimestampType;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Decodes chunks into records for the application, a bounded number at a time, and moves the partition's position along.
 * Skips what is not for it: records before the position, control batches, aborted transactions.
 *
 * <p>Reads one chunk at a time; when it is given another one, the first is taken up again later at its position. Owner: the
 * polling thread.
 */
final class ChunkReader<K, V> implements AutoCloseable {

    /** No producer makes a batch that unpacks to more; a broker that sends one means harm or is broken. */
    private static final int MOST_UNPACKED_BYTES = 512 << 20;

    private final FieldReader<K> keys;
    private final FieldReader<V> values;
    private final boolean checksCrcs;
    private final BatchCursor batches = new BatchCursor();
    private final RecordCursor records;
    private final RecordCursor markers;

    private Fetched.Chunk chunk;
    private boolean inBatch;
    private long batchNextOffset;
    private int batchEpoch;
    private TimestampType timestampType;
    private Optional<Integer> leaderEpoch = Optional.empty();

    /**
     * What deserializers see as the headers of a record that has none. It is handed out again and again until one of them
     * adds a header; then it belongs to that record.
     */
    private RecordHeaders noHeaders = new RecordHeaders();

    ChunkReader(ByteBufAllocator allocator, FieldReader<K> keys, FieldReader<V> values, boolean checksCrcs) {
        this.keys = keys;
        this.values = values;
        this.checksCrcs = checksCrcs;
        this.records = new RecordCursor(allocator, MOST_UNPACKED_BYTES);
        this.markers = new RecordCursor(allocator, MOST_UNPACKED_BYTES);
    }

    /**
     * Reads on in a chunk of a partition.
     *
     * @param max how many records at most
     * @param out gets them
     * @return whether the chunk is read to its end; the caller gives it back
     * @throws RecordDeserializationException when a deserializer fails; the position is that record's
     * @throws KafkaException when the data is wrong; the position is before it
     */
    boolean read(Fetched.Chunk from, AssignedPartition partition, int max, List<ConsumerRecord<K, V>> out) {
        if (chunk != from) {
            chunk = from;
            inBatch = false;
            batches.reset(from.records(), from.readIndex(), from.unreadBytes());
        }
        boolean isUnderWay = false;
        try {
            boolean isDone = readOn(partition, max, out);
            isUnderWay = !isDone;
            return isDone;
        } catch (ApiException e) {
            throw new KafkaException(
                    "Cannot read partition " + partition.partition + " at offset " + partition.position + ": "
                            + e.getMessage() + ". Seek past the record to continue.",
                    e);
        } finally {
            if (!isUnderWay) {
                // Also after whatever was thrown: who reads on begins at the position, and passes over nothing.
                forget();
            }
        }
    }

    private boolean readOn(AssignedPartition partition, int max, List<ConsumerRecord<K, V>> out) {
        int left = max;
        while (left > 0) {
            if (!inBatch) {
                if (!batches.next()) {
                    partition.position = Math.max(partition.position, chunk.nextOffset());
                    return true;
                }
                openBatch(partition);
            } else if (records.next()) {
                if (records.offset() >= partition.position) {
                    out.add(record(partition));
                    left--;
                    partition.position = records.offset() + 1;
                    partition.positionEpoch = batchEpoch;
                }
            } else {
                // Compaction may have taken the last records away: the batch says how far it reached.
                passBatch(partition);
            }
        }
        return false;
    }

    private void openBatch(AssignedPartition partition) {
        BatchHeader batch = batches.batch();
        chunk.readIndex(batch.index());
        batchNextOffset = batch.nextOffset();
        batchEpoch = batch.partitionLeaderEpoch();
        if (batchNextOffset <= partition.position) {
            passBatch(partition);
            return;
        }
        if (checksCrcs) {
            batch.requireValidCrc();
        }
        if (chunk.aborted().hides(batch, markers) || batch.isControl()) {
            passBatch(partition);
            return;
        }
        records.open(batch);
        timestampType = batch.timestampType();
        if (leaderEpoch.orElse(Cursor.NO_EPOCH) != batchEpoch) {
            leaderEpoch = batchEpoch < 0 ? Optional.empty() : Optional.of(batchEpoch);
        }
        inBatch = true;
    }

    private void passBatch(AssignedPartition partition) {
        inBatch = false;
        chunk.readIndex(batches.nextIndex());
        if (batchNextOffset > partition.position) {
            partition.position = batchNextOffset;
            partition.positionEpoch = batchEpoch;
        }
    }

    private ConsumerRecord<K, V> record(AssignedPartition partition) {
        String topic = partition.partition.topic();
        boolean hasHeaders = records.headerCount() > 0;
        Headers headers = hasHeaders ? readHeaders() : noHeaders;
        DeserializationExceptionOrigin reading = DeserializationExceptionOrigin.KEY;
        try {
            K key = keys.key(topic, headers, records);
            reading = DeserializationExceptionOrigin.VALUE;
            V value = values.value(topic, headers, records);
            return new ConsumerRecord<>(
                    topic,
                    partition.partition.partition(),
                    records.offset(),
                    records.timestamp(),
                    timestampType,
                    records.keySize(),
                    records.valueSize(),
                    key,
                    value,
                    hasHeaders ? headers : addedHeaders(),
                    leaderEpoch);
        } catch (Exception e) { // Not all languages announce theirs.
            throw undeserializable(reading, partition, headers, e);
        }
    }

    private Headers readHeaders() {
        RecordHeaders headers = new RecordHeaders();
        while (records.nextHeader()) {
            headers.add(records.headerKey(), records.headerValue());
        }
        return headers;
    }

    /** What deserializers made of no headers: nearly always still none, for which a record needs no object. */
    private Headers addedHeaders() {
        if (!noHeaders.iterator().hasNext()) {
            return null;
        }
        Headers added = noHeaders;
        noHeaders = new RecordHeaders();
        return added;
    }

    private RecordDeserializationException undeserializable(
            DeserializationExceptionOrigin origin, AssignedPartition partition, Headers headers, Exception e) {
        Headers own = new RecordHeaders(headers);
        noHeaders = new RecordHeaders();
        return new RecordDeserializationException(
                origin,
                partition.partition,
                records.offset(),
                records.timestamp(),
                timestampType,
                wrap(records.key()),
                wrap(records.value()),
                own,
                "Error deserializing " + origin + " for partition " + partition.partition + " at offset "
                        + records.offset() + ". If needed, please seek past the record to continue consumption.",
                e);
    }

    /** A copy, since the application may keep the exception. */
    private static ByteBuffer wrap(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    /** The leader epoch as records carry it; shared. */
    Optional<Integer> leaderEpoch(int epoch) {
        if (leaderEpoch.orElse(Cursor.NO_EPOCH) == epoch) {
            return leaderEpoch;
        }
        return epoch < 0 ? Optional.empty() : Optional.of(epoch);
    }

    /** Lets go of the chunk that is being read, if it is this one. */
    void forget(Fetched.Chunk gone) {
        if (chunk == gone) {
            forget();
        }
    }

    private void forget() {
        chunk = null;
        inBatch = false;
    }

    @Override
    public void close() {
        forget();
        records.close();
        markers.close();
    }
}
