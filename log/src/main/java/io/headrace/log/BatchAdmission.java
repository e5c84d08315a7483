package io.headrace.log;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.InvalidTimestampException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.UnsupportedForMessageFormatException;
import io.headrace.common.record.TimestampType;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.BatchValidator;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether batches from outside may go into a partition's log: they are what the format says, down to the last
 * record, and within the topic's limits. What depends on the log itself (sequences, epochs) the log checks.
 *
 * <p>A batch whose codec is not the topic's is compressed anew here: it is unpacked anyway, to be checked. That is work for
 * the CPU and takes a loop's time in proportion to the batch, which {@code max.message.bytes} limits.
 *
 * <p>Knows no partition's state, so it runs on any thread, but is not thread safe itself: one per event loop. Keeps a buffer
 * for unpacking compressed batches until {@link #close()}.
 */
public final class BatchAdmission implements AutoCloseable {

    private static final int SHOWN_ERRORS = 3;

    private final ByteBufAllocator allocator;
    private final BatchValidator validator;
    private final RecordCursor records;
    private final BatchCursor batches = new BatchCursor();

    /**
     * @param allocator gives the buffer into which compressed batches are unpacked
     * @param maxUnpackedBytes the most that one compressed batch may unpack to
     */
    public BatchAdmission(ByteBufAllocator allocator, int maxUnpackedBytes) {
        this.allocator = allocator;
        this.validator = new BatchValidator(allocator, maxUnpackedBytes);
        this.records = new RecordCursor(allocator, maxUnpackedBytes);
    }

    /**
     * Checks the readable bytes of {@code buffer}.
     *
     * @param buffer borrowed; a batch's header is set right in place when it states another largest timestamp than its
     *     records have
     * @throws CorruptRecordException when a CRC does not hold, or a batch is of an unknown format
     * @throws RecordTooLargeException when a batch exceeds {@code max.message.bytes}, as it comes or compressed by the
     *     topic's codec, or unpacks to too much
     * @throws InvalidRecordException when it is cut off or of a format before v2, or the CRC holds, but it is no valid batch, or not
     *     one that the origin may send
     * @throws RecordsRejectedException when single records have no key or a timestamp out of range
     */
    public AdmittedBatches admit(
            ByteBuf buffer, TopicPartition partition, LogConfig config, AppendOrigin origin, long nowMs) {
        batches.reset(buffer, buffer.readerIndex(), buffer.readableBytes());
        int batchCount = 0;
        int recordCount = 0;
        long maxTimestamp = BatchHeader.NO_TIMESTAMP;
        int compressionId = 0;
        long producerId = BatchHeader.NO_PRODUCER_ID;
        TopicCompression compression = config.compression();
        ByteArrayOutputStream rebuilt = null;
        int rebuiltUpTo = buffer.readerIndex();
        while (nextBatch()) {
            BatchHeader batch = batches.batch();
            if (batchCount == 0) {
                compressionId = batch.compressionId();
                producerId = batch.producerId();
            } else if (origin == AppendOrigin.CLIENT) {
                throw new InvalidRecordException(
                        "a produce request must have exactly one batch per partition, and has more for " + partition);
            }
            check(batch, partition, config, origin, nowMs);
            batchCount++;
            recordCount += batch.recordCount();
            if (!batch.isControl() && compression.changes(batch.compressionType())) {
                rebuilt = rebuilt == null ? new ByteArrayOutputStream(batch.sizeInBytes()) : rebuilt;
                copy(buffer, rebuiltUpTo, batch.index(), rebuilt);
                rebuild(batch, partition, config, rebuilt);
                rebuiltUpTo = batches.nextIndex();
            }
            maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp());
        }
        if (batches.endsInPartialBatch()) {
            throw new InvalidRecordException(
                    "the last " + batches.remainingBytes() + " bytes for " + partition + " are no whole batch");
        }
        if (batchCount == 0) {
            throw new InvalidRecordException(
                    "a produce request must have exactly one batch per partition, and has none for " + partition);
        }
        ByteBuf result = buffer;
        if (rebuilt != null) {
            copy(buffer, rebuiltUpTo, buffer.writerIndex(), rebuilt);
            result = Unpooled.wrappedBuffer(rebuilt.toByteArray());
        }
        return new AdmittedBatches(result, origin, batchCount, recordCount, maxTimestamp, compressionId, producerId);
    }

    /** On the heap, so that it needs no release; next to compressing, copying it costs nothing. */
    private void rebuild(BatchHeader batch, TopicPartition partition, LogConfig config, ByteArrayOutputStream target) {
        try (BatchBuilder builder =
                new BatchBuilder(allocator, config.compression().codec(), 2 * batch.sizeInBytes())) {
            ByteBuf compressed = validator.rebuild(batch, builder);
            try {
                if (compressed.readableBytes() > config.maxMessageBytes()) {
                    throw new RecordTooLargeException("a batch for " + partition + " has "
                            + compressed.readableBytes() + " bytes with the topic's compression.type, which exceeds"
                            + " max.message.bytes, " + config.maxMessageBytes());
                }
                copy(compressed, 0, compressed.readableBytes(), target);
            } finally {
                compressed.release();
            }
        }
    }

    private static void copy(ByteBuf source, int from, int to, ByteArrayOutputStream target) {
        byte[] bytes = new byte[to - from];
        source.getBytes(from, bytes);
        target.writeBytes(bytes);
    }

    private boolean nextBatch() {
        try {
            return batches.next();
        } catch (UnsupportedForMessageFormatException e) {
            throw new InvalidRecordException(e.getMessage(), e);
        }
    }

    private void check(BatchHeader batch, TopicPartition partition, LogConfig config, AppendOrigin origin, long nowMs) {
        if (batch.sizeInBytes() > config.maxMessageBytes()) {
            throw new RecordTooLargeException("a batch of " + batch.sizeInBytes() + " bytes for " + partition
                    + " exceeds max.message.bytes, " + config.maxMessageBytes());
        }
        if (origin == AppendOrigin.CLIENT) {
            if (batch.isControl()) {
                throw new InvalidRecordException("a client may not write control records to " + partition);
            }
            if (batch.baseOffset() != 0) {
                throw new InvalidRecordException(
                        "a batch for " + partition + " has the base offset " + batch.baseOffset() + " instead of 0");
            }
            if (batch.hasProducerId() && (batch.baseSequence() < 0 || batch.producerEpoch() < 0)) {
                throw new InvalidRecordException("a batch of producer " + batch.producerId() + " for " + partition
                        + " has sequence " + batch.baseSequence() + " and epoch " + batch.producerEpoch());
            }
        }
        boolean keyed = config.compact() && !batch.isControl();
        if (keyed) {
            validateKeyed(batch, partition);
        } else {
            validator.validate(batch);
        }
        if (origin == AppendOrigin.CLIENT) {
            checkTimestamps(batch, partition, config, nowMs);
        }
        if (batch.maxTimestamp() != validator.maxTimestamp() && batch.timestampType() == TimestampType.CREATE_TIME) {
            // Lookups by time rely on it, and a producer may state anything.
            batch.maxTimestamp(TimestampType.CREATE_TIME, validator.maxTimestamp());
        }
    }

    private void validateKeyed(BatchHeader batch, TopicPartition partition) {
        try {
            validator.validateKeyed(batch);
        } catch (InvalidRecordException e) {
            List<RecordsRejectedException.RecordError> errors = new ArrayList<>();
            records.open(batch);
            while (records.next()) {
                if (!records.hasKey()) {
                    errors.add(new RecordsRejectedException.RecordError(
                            records.recordIndex(), "a record of the compacted topic " + partition + " has no key"));
                }
            }
            if (errors.isEmpty()) {
                throw e;
            }
            throw new RecordsRejectedException(new InvalidRecordException(summary(errors)), errors);
        }
    }

    private void checkTimestamps(BatchHeader batch, TopicPartition partition, LogConfig config, long nowMs) {
        if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
            throw rejectedTimestamps(List.of(new RecordsRejectedException.RecordError(
                    0, "a batch for " + partition + " says LogAppendTime, which only a broker may")));
        }
        if (config.timestampType() == TimestampType.LOG_APPEND_TIME) {
            return; // The producer's timestamps are overwritten.
        }
        long earliest = config.timestampBeforeMaxMs() == Long.MAX_VALUE
                ? Long.MIN_VALUE
                : nowMs - config.timestampBeforeMaxMs();
        long latest = config.timestampAfterMaxMs() > Long.MAX_VALUE - nowMs
                ? Long.MAX_VALUE
                : nowMs + config.timestampAfterMaxMs();
        if (validator.minTimestamp() >= earliest && validator.maxTimestamp() <= latest) {
            return;
        }
        List<RecordsRejectedException.RecordError> errors = new ArrayList<>();
        records.open(batch);
        while (records.next()) {
            long timestamp = records.timestamp();
            if (timestamp != BatchHeader.NO_TIMESTAMP && (timestamp < earliest || timestamp > latest)) {
                String bound = timestamp > latest ? " is later than " + latest : " is earlier than " + earliest;
                errors.add(new RecordsRejectedException.RecordError(
                        records.recordIndex(), "timestamp " + timestamp + " for " + partition + bound));
            }
        }
        if (!errors.isEmpty()) {
            throw rejectedTimestamps(errors);
        }
    }

    private static RecordsRejectedException rejectedTimestamps(List<RecordsRejectedException.RecordError> errors) {
        ApiException error = new InvalidTimestampException(summary(errors));
        return new RecordsRejectedException(error, errors);
    }

    private static String summary(List<RecordsRejectedException.RecordError> errors) {
        StringBuilder text = new StringBuilder("rejected for ")
                .append(errors.size())
                .append(errors.size() == 1 ? " record" : " records");
        for (int i = 0; i < Math.min(SHOWN_ERRORS, errors.size()); i++) {
            text.append(i == 0 ? ": " : "; ")
                    .append("record ")
                    .append(errors.get(i).batchIndex())
                    .append(": ")
                    .append(errors.get(i).message());
        }
        return text.append(errors.size() > SHOWN_ERRORS ? "; ..." : "").toString();
    }

    /** Releases the buffers; the object may be used again. */
    @Override
    public void close() {
        validator.close();
        records.close();
    }
}
