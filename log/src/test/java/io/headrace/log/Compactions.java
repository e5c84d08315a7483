package io.headrace.log;

import io.headrace.log.compact.DirtyRange;
import io.headrace.log.compact.Pace;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Compacts logs in tests, on the calling thread, and reads what is left. */
final class Compactions {

    static final Pace FREELY = bytes -> {};
    static final CompactionMemory MEMORY = new CompactionMemory(1 << 20, 0.9, 4096);

    static final Compaction.Owner HERE = new Compaction.Owner() {
        @Override
        public <T> T ask(Supplier<T> question) {
            return question.get();
        }
    };

    private Compactions() {}

    static CompactionResult compact(PartitionLog log, long noted, long nowMs) {
        return compact(log, noted, nowMs, MEMORY, FREELY);
    }

    static CompactionResult compact(PartitionLog log, long noted, long nowMs, CompactionMemory memory, Pace pace) {
        DirtyRange range = log.dirtyRange(noted, log.view().logEndOffset(), nowMs);
        return new Compaction(log, range, memory, pace, HERE, nowMs).run();
    }

    static List<Path> files(TestLogs logs, String suffix) {
        try (var files = Files.list(logs.path.resolve("orders-0"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Log read(PartitionLog log) {
        List<Batch> batches = new ArrayList<>();
        List<Kept> records = new ArrayList<>();
        long offset = log.view().logStartOffset();
        while (offset < log.view().logEndOffset()) {
            long next = read(log.read(offset, 1 << 20, true, Long.MAX_VALUE), batches, records);
            if (next < 0) {
                break;
            }
            offset = next;
        }
        return new Log(batches, records);
    }

    /** The records of the first slice that has one, from an offset on. */
    static List<Kept> readFrom(PartitionLog log, long from) {
        List<Kept> records = new ArrayList<>();
        long offset = from;
        while (offset >= 0 && offset < log.view().logEndOffset()) {
            offset = read(log.read(offset, 1 << 20, true, Long.MAX_VALUE), new ArrayList<>(), records);
            records.removeIf(record -> record.offset() < from);
            if (!records.isEmpty()) {
                break;
            }
        }
        return records;
    }

    private static long read(FetchSlice slice, List<Batch> batches, List<Kept> kept) {
        ByteBuf buffer = Unpooled.buffer();
        try {
            slice.readInto(buffer);
        } finally {
            slice.release();
        }
        long next = -1;
        BatchCursor cursor = new BatchCursor(buffer);
        try (RecordCursor records = new RecordCursor(UnpooledByteBufAllocator.DEFAULT, 1 << 24)) {
            while (cursor.nextVerified()) {
                BatchHeader batch = cursor.batch();
                next = batch.nextOffset();
                batches.add(new Batch(
                        batch.baseOffset(),
                        batch.lastOffset(),
                        batch.recordCount(),
                        batch.compressionId(),
                        batch.producerId(),
                        batch.isControl(),
                        batch.deleteHorizonMs()));
                records.open(batch);
                while (!batch.isControl() && records.next()) {
                    kept.add(new Kept(
                            records.offset(), records.timestamp(), text(records.key()), text(records.value())));
                }
            }
        }
        return next;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    record Kept(long offset, long timestamp, String key, String value) {}

    record Batch(
            long baseOffset,
            long lastOffset,
            int records,
            int codec,
            long producerId,
            boolean control,
            long deleteHorizonMs) {}

    record Log(List<Batch> batches, List<Kept> records) {

        List<Long> offsets() {
            return records.stream().map(Kept::offset).toList();
        }

        /** What a compaction up to an offset leaves when nothing is deleted. */
        List<Kept> lastOfKeys(long endOffset) {
            Map<String, Long> last = new HashMap<>();
            records.stream()
                    .filter(record -> record.offset() < endOffset)
                    .forEach(record -> last.put(record.key(), record.offset()));
            return records.stream()
                    .filter(record -> record.offset() >= endOffset || last.get(record.key()) == record.offset())
                    .toList();
        }
    }
}
