package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.log.file.FileRetiredException;
import io.headrace.log.file.OpenFile;
import io.headrace.log.file.SharedFile;
import io.headrace.log.segment.AbortedTransaction;
import io.headrace.log.segment.BatchPosition;
import io.headrace.log.segment.BatchScanner;
import io.headrace.log.segment.Segment;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds and reads records of a log by offset and by time.
 *
 * <p>Works on immutable views, on any thread, and shares nothing with the log's owner. A segment that was deleted after
 * its view was taken is noticed when its file is asked for; the read then starts over on the newest view.
 */
final class LogReader {

    private final TopicPartition partition;
    private final Supplier<LogView> newest;

    LogReader(TopicPartition partition, Supplier<LogView> newest) {
        this.partition = partition;
        this.newest = newest;
    }

    FetchSlice read(LogView view, long offset, int maxBytes, boolean minOneBatch, long upperBoundOffset) {
        return onLiveSegments(view, "reading from offset " + offset, live -> {
            requireInRange(live, offset);
            return slice(live, offset, maxBytes, minOneBatch, upperBoundOffset);
        });
    }

    private void requireInRange(LogView view, long offset) {
        if (offset < view.logStartOffset() || offset > view.logEndOffset()) {
            throw new OffsetOutOfRangeException("offset " + offset + " of " + partition + " is not within ["
                    + view.logStartOffset() + ", " + view.logEndOffset() + "]");
        }
    }

    private FetchSlice slice(LogView view, long offset, int maxBytes, boolean minOneBatch, long upperBoundOffset)
            throws IOException {
        long bound = Math.min(upperBoundOffset, view.logEndOffset());
        if (offset >= bound) {
            return FetchSlice.empty();
        }
        if (offset == view.lastAppendOffset() && bound == view.logEndOffset()) {
            int position = view.lastAppendPosition();
            int last = view.segmentCount() - 1;
            return open(
                    view.active(),
                    new BatchPosition(position, view.lastAppendFirstBatchSize(), offset, offset),
                    view.limit(last),
                    maxBytes,
                    minOneBatch);
        }
        for (int number = view.floor(offset); number < view.segmentCount(); number++) {
            Segment segment = view.segment(number);
            int limit = view.limit(number);
            BatchPosition first = segment.locate(offset, limit);
            if (first.isNone()) {
                continue; // The segment's last batches were compacted away, or lost: go on in the next one.
            }
            if (first.baseOffset() >= bound) {
                return FetchSlice.empty();
            }
            int end = limit;
            if (bound < view.endOffset(number)) {
                BatchPosition after = segment.locate(bound, limit);
                end = after.isNone() ? limit : after.position();
            }
            return open(segment, first, end, maxBytes, minOneBatch);
        }
        return FetchSlice.empty();
    }

    private static FetchSlice open(Segment segment, BatchPosition first, int end, int maxBytes, boolean minOneBatch)
            throws IOException {
        int available = end - first.position();
        if (available <= 0) {
            return FetchSlice.empty(); // The bound lies within the first batch.
        }
        int size = Math.min(available, maxBytes);
        if (size < first.size()) {
            if (!minOneBatch) {
                return FetchSlice.empty();
            }
            size = first.size();
        }
        SharedFile shared = segment.file();
        OpenFile file = shared.acquire();
        return new FetchSlice(shared, file, first.position(), size, first.baseOffset());
    }

    List<AbortedTransaction> abortedTransactions(LogView view, FetchSlice slice, long offset, long endOffset) {
        return onLiveSegments(view, "looking up aborted transactions from offset " + offset, live -> {
            int first = live.floor(offset);
            if (!hasAborted(live, first)) {
                return List.of();
            }
            long end = Math.min(endOffset, behind(live, slice, first));
            List<AbortedTransaction> found = new ArrayList<>();
            for (int number = first; number < live.segmentCount(); number++) {
                if (live.segment(number).collectAborted(offset, end, found)) {
                    break;
                }
            }
            return found;
        });
    }

    private static boolean hasAborted(LogView view, int first) {
        for (int number = first; number < view.segmentCount(); number++) {
            if (view.segment(number).hasAborted()) {
                return true;
            }
        }
        return false;
    }

    /** An offset above all records of the slice, which lies in one of the segments from {@code first} on. */
    private static long behind(LogView view, FetchSlice slice, int first) throws IOException {
        if (slice.isEmpty()) {
            return Long.MAX_VALUE;
        }
        for (int number = first; number < view.segmentCount(); number++) {
            Segment segment = view.segment(number);
            if (slice.isOf(segment.file())) {
                return Math.min(view.endOffset(number), segment.offsetBehind((int) slice.position() + slice.size()));
            }
        }
        return Long.MAX_VALUE;
    }

    Optional<TimestampedOffset> offsetForTimestamp(LogView view, long timestampMs) {
        return onLiveSegments(view, "looking up timestamp " + timestampMs, live -> {
            for (int number = 0; number < live.segmentCount(); number++) {
                Segment segment = live.segment(number);
                if (live.limit(number) == 0
                        || live.endOffset(number) <= live.logStartOffset()
                        || segment.largest().timestamp() < timestampMs) {
                    continue;
                }
                Optional<TimestampedOffset> found = findInSegment(live, number, timestampMs);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        });
    }

    Optional<TimestampedOffset> offsetOfMaxTimestamp(LogView view) {
        return onLiveSegments(view, "looking up the largest timestamp", live -> {
            Optional<TimestampedOffset> best = Optional.empty();
            for (int number = 0; number < live.segmentCount(); number++) {
                if (live.limit(number) == 0 || live.endOffset(number) <= live.logStartOffset()) {
                    continue;
                }
                Segment segment = live.segment(number);
                long toBeat = best.map(TimestampedOffset::timestamp).orElse(Segment.NO_TIMESTAMP);
                if (segment.baseOffset() < live.logStartOffset()) {
                    best = newestVisible(live, number);
                } else if (segment.largest().timestamp() > toBeat) {
                    Optional<TimestampedOffset> found =
                            findInSegment(live, number, segment.largest().timestamp());
                    // Compaction may have left no more than the header of the batch with the largest timestamp.
                    Optional<TimestampedOffset> newest = found.isPresent() ? found : newestVisible(live, number);
                    if (newest.isPresent() && newest.get().timestamp() > toBeat) {
                        best = newest;
                    }
                }
            }
            return best;
        });
    }

    /** The first record with the largest timestamp of a segment whose index cannot tell, as not all that is in it counts. */
    private static Optional<TimestampedOffset> newestVisible(LogView view, int number) throws IOException {
        Segment segment = view.segment(number);
        int limit = view.limit(number);
        BatchPosition first = segment.locate(view.logStartOffset(), limit);
        if (first.isNone()) {
            return Optional.empty();
        }
        Optional<TimestampedOffset> best = Optional.empty();
        OpenFile file = segment.file().acquire();
        try (BatchScanner scanner = new BatchScanner(file, first.position(), limit, BatchScanner.SEQUENTIAL_CHUNK);
                RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, Integer.MAX_VALUE)) {
            while (scanner.next()) {
                long toBeat = best.map(TimestampedOffset::timestamp).orElse(Segment.NO_TIMESTAMP);
                if (scanner.header().maxTimestampOfRecords() <= toBeat) {
                    continue;
                }
                Optional<TimestampedOffset> newest = newestInBatch(view, file, scanner, records);
                if (newest.isPresent() && newest.get().timestamp() > toBeat) {
                    best = newest;
                }
            }
        } finally {
            segment.file().release();
        }
        return best;
    }

    /** The first record of the segment, not below the log start, whose timestamp is at least {@code timestampMs}. */
    private static Optional<TimestampedOffset> findInSegment(LogView view, int number, long timestampMs)
            throws IOException {
        Segment segment = view.segment(number);
        int limit = view.limit(number);
        int from = segment.positionForTimestamp(timestampMs, limit);
        OpenFile file = segment.file().acquire();
        try (BatchScanner scanner = new BatchScanner(file, from, limit, BatchScanner.LOOKUP_CHUNK);
                RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, Integer.MAX_VALUE)) {
            while (scanner.next()) {
                BatchHeader batch = scanner.header();
                if (batch.maxTimestampOfRecords() < timestampMs || batch.lastOffset() < view.logStartOffset()) {
                    continue;
                }
                Optional<TimestampedOffset> found = findInBatch(view, file, scanner, records, timestampMs);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } finally {
            segment.file().release();
        }
    }

    /** The first record of the batch, not below the log start, whose timestamp is at least {@code timestampMs}. */
    private static Optional<TimestampedOffset> findInBatch(
            LogView view, OpenFile file, BatchScanner scanner, RecordCursor records, long timestampMs)
            throws IOException {
        return inBatch(file, scanner, batch -> {
            records.open(batch);
            Optional<TimestampedOffset> found = Optional.empty();
            while (found.isEmpty() && records.next()) {
                if (records.timestamp() >= timestampMs && records.offset() >= view.logStartOffset()) {
                    found = Optional.of(found(batch, records));
                }
            }
            return found;
        });
    }

    private static Optional<TimestampedOffset> newestInBatch(
            LogView view, OpenFile file, BatchScanner scanner, RecordCursor records) throws IOException {
        return inBatch(file, scanner, batch -> {
            records.open(batch);
            Optional<TimestampedOffset> best = Optional.empty();
            while (records.next()) {
                boolean newer =
                        best.isEmpty() || records.timestamp() > best.get().timestamp();
                if (newer && records.offset() >= view.logStartOffset()) {
                    best = Optional.of(found(batch, records));
                }
            }
            return best;
        });
    }

    private static TimestampedOffset found(BatchHeader batch, RecordCursor records) {
        return new TimestampedOffset(records.timestamp(), records.offset(), batch.partitionLeaderEpoch());
    }

    /** Loads the batch that the scanner stands on. */
    private static Optional<TimestampedOffset> inBatch(
            OpenFile file, BatchScanner scanner, Function<BatchHeader, Optional<TimestampedOffset>> search)
            throws IOException {
        int size = scanner.nextPosition() - scanner.position();
        ByteBuf whole = PooledByteBufAllocator.DEFAULT.directBuffer(size, size);
        try {
            if (file.read(whole.nioBuffer(0, size), scanner.position()) < size) {
                return Optional.empty(); // Truncated meanwhile.
            }
            return search.apply(new BatchHeader(whole, 0));
        } finally {
            whole.release();
        }
    }

    private <T> T onLiveSegments(LogView view, String what, Read<T> read) {
        LogView current = view;
        while (true) {
            try {
                return read.on(current);
            } catch (FileRetiredException e) {
                LogView newer = newest.get();
                if (newer == current) {
                    throw new KafkaStorageException(what + " of " + partition + ": the log is closed", e);
                }
                current = newer;
            } catch (IOException e) {
                throw new KafkaStorageException(what + " of " + partition + " failed", e);
            }
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T on(LogView view) throws IOException;
    }
}
