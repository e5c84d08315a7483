package io.headrace.log.producer;

import io.headrace.log.checkpoint.MalformedCheckpointException;
import io.headrace.log.file.FileIo;
import io.headrace.log.message.ProducerSnapshot;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file {@code <offset>.snapshot}: the producers as of that offset.
 *
 * <pre>
 *   at  size
 *    0     2  version, 1
 *    2     4  CRC-32C of all that follows
 *    6     4  row count
 *   10        rows of 42 bytes: producer id 8, epoch 2, last sequence 4, last offset 8, offset delta 4,
 *             timestamp 8, coordinator epoch 4, first offset of the open transaction 8
 * </pre>
 *
 * <p>A producer has one row per batch remembered, oldest first. Kafka writes the last one only and, reading, lets a later
 * row replace an earlier one, so it reads these files as its own; and we remember after a restart what we knew before:
 * without that, a producer that repeats the second last of its batches after a broker's restart is refused for ever.
 */
public final class ProducerSnapshotFile {

    private static final int VERSION = 1;
    private static final int CRC_AT = 2;
    private static final int ROWS_AT = 6;

    private ProducerSnapshotFile() {}

    /** Replaces the file. Not forced to stable storage: a lost one is made anew from the log. */
    public static void write(FileIo io, Path path, Collection<ProducerEntry> entries) throws IOException {
        List<ProducerSnapshot.ProducerEntry> rows = new ArrayList<>(entries.size() * 2);
        for (ProducerEntry entry : entries) {
            List<ProducerBatch> batches = entry.batches();
            if (batches.isEmpty()) {
                rows.add(row(entry, ProducerBatch.NONE, entry.lastTimestamp()));
            }
            for (int i = 0; i < batches.size(); i++) {
                boolean last = i == batches.size() - 1;
                rows.add(row(
                        entry,
                        batches.get(i),
                        last ? entry.lastTimestamp() : batches.get(i).timestamp()));
            }
        }
        ProducerSnapshot snapshot = new ProducerSnapshot().producerEntries(rows);
        int size = 2 + snapshot.size(VERSION);
        byte[] bytes = new byte[size];
        ByteBuf out = Unpooled.wrappedBuffer(bytes).clear();
        out.writeShort(VERSION);
        snapshot.write(WireWriter.to(out), VERSION);
        out.setInt(CRC_AT, (int) crc(bytes));
        io.replace(path, bytes);
    }

    private static ProducerSnapshot.ProducerEntry row(ProducerEntry entry, ProducerBatch batch, long timestamp) {
        return new ProducerSnapshot.ProducerEntry()
                .producerId(entry.producerId())
                .epoch(entry.epoch())
                .lastSequence(batch.lastSequence())
                .lastOffset(batch.lastOffset())
                .offsetDelta(batch.offsetDelta())
                .timestamp(timestamp)
                .coordinatorEpoch(entry.coordinatorEpoch())
                .currentTxnFirstOffset(entry.transactionFirstOffset());
    }

    /**
     * Reads a file.
     *
     * @throws MalformedCheckpointException when it is not of this format, or its CRC does not hold
     */
    public static Collection<ProducerEntry> read(FileIo io, Path path) throws IOException {
        byte[] bytes = io.readAll(path);
        if (bytes.length < ROWS_AT) {
            throw new MalformedCheckpointException(path, "it has only " + bytes.length + " bytes");
        }
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int version = in.readShort();
        if (version != VERSION) {
            throw new MalformedCheckpointException(path, "unknown version " + version);
        }
        if (in.getUnsignedInt(CRC_AT) != crc(bytes)) {
            throw new MalformedCheckpointException(path, "its CRC does not hold");
        }
        ProducerSnapshot snapshot;
        try {
            snapshot = ProducerSnapshot.read(in, version);
        } catch (MalformedMessageException e) {
            throw new MalformedCheckpointException(path, e.getMessage());
        }
        long writtenMs = io.lastModifiedMs(path);
        Map<Long, ProducerEntry> entries = new LinkedHashMap<>();
        for (ProducerSnapshot.ProducerEntry row : snapshot.producerEntries()) {
            ProducerEntry before = entries.get(row.producerId());
            ProducerEntry entry = ProducerEntry.loaded(
                    row.producerId(),
                    row.epoch(),
                    row.coordinatorEpoch(),
                    row.timestamp(),
                    Math.max(writtenMs, row.timestamp()),
                    row.currentTxnFirstOffset());
            ProducerBatch[] window = before == null || before.epoch() != entry.epoch()
                    ? new ProducerBatch[0]
                    : before.batches().toArray(ProducerBatch[]::new);
            if (row.lastOffset() >= 0) {
                window = ProducerEntry.appended(
                        window,
                        new ProducerBatch(row.lastSequence(), row.lastOffset(), row.offsetDelta(), row.timestamp()));
            }
            entries.put(row.producerId(), entry.remembering(window));
        }
        return entries.values();
    }

    private static long crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, ROWS_AT, bytes.length - ROWS_AT);
        return crc.getValue();
    }
}
