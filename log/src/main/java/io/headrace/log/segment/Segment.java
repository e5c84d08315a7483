package io.headrace.log.segment;

import io.headrace.log.file.OpenFile;
import io.headrace.log.file.SharedFile;
import io.headrace.record.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of batches in one file, from {@link #baseOffset} on, with its indexes.
 *
 * <p>Owner: the partition's loop writes, truncates and seals. Any thread reads: what is in the first {@link #size} bytes
 * never changes, except by a truncation. No method waits for stable storage but {@link #force}.
 *
 * <p>A segment makes its file when the first batch comes, not before.
 */
public final class Segment {

    /** No batch has a timestamp. */
    public static final long NO_TIMESTAMP = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private static final long UNREAD = Long.MAX_VALUE;

    private final long baseOffset;
    private final SharedFile file;
    private final SegmentIndexes indexes;
    private final int indexIntervalBytes;
    private final int indexMaxBytes;
    private final long createdMs;

    private volatile TransactionIndex aborted;
    private volatile int size;
    private volatile Largest largest;
    private volatile boolean sealed;
    private volatile long nextBaseOffset = Long.MAX_VALUE;
    private volatile boolean indexSuspected;

    private volatile SegmentPlace place;
    private OpenFile writing;
    private boolean tornTail;

    /** Read once; also by a thread that looks at a sealed segment, where it finds the same. */
    private volatile long firstTimestamp = UNREAD;

    private Segment(
            SegmentPlace place,
            long baseOffset,
            IndexLimits limits,
            SegmentIndexes indexes,
            TransactionIndex aborted,
            int size,
            long createdMs) {
        this.place = place;
        this.baseOffset = baseOffset;
        this.aborted = aborted;
        this.file = new SharedFile(place.io(), place.file(baseOffset, SegmentNames.LOG), place.closer());
        this.indexes = indexes;
        this.indexIntervalBytes = limits.intervalBytes();
        this.indexMaxBytes = limits.maxBytes();
        this.createdMs = createdMs;
        this.size = size;
        this.largest = size == 0 ? Largest.NONE : Largest.UNREAD_YET;
    }

    /** A segment without batches and without a file. */
    public static Segment empty(SegmentPlace place, long baseOffset, IndexLimits limits, long nowMs) {
        SegmentIndexes indexes = SegmentIndexes.empty(place, baseOffset, limits.maxBytes());
        return new Segment(place, baseOffset, limits, indexes, transactions(place, baseOffset, 0), 0, nowMs);
    }

    /**
     * A segment that an earlier run wrote.
     *
     * @param size of its file
     * @param indexBytes size of its offset index
     * @param timeIndexBytes size of its time index
     * @param transactionIndexBytes size of its transaction index; 0 if there is none
     */
    public static Segment existing(
            SegmentPlace place,
            long baseOffset,
            IndexLimits limits,
            int size,
            long indexBytes,
            long timeIndexBytes,
            long transactionIndexBytes,
            long createdMs) {
        SegmentIndexes indexes =
                SegmentIndexes.existing(place, baseOffset, limits.maxBytes(), indexBytes, timeIndexBytes);
        TransactionIndex aborted = transactions(place, baseOffset, transactionIndexBytes);
        return new Segment(place, baseOffset, limits, indexes, aborted, size, createdMs);
    }

    private static TransactionIndex transactions(SegmentPlace place, long baseOffset, long bytes) {
        Path path = place.file(baseOffset, SegmentNames.TRANSACTION_INDEX);
        int entries = (int) (Math.min(bytes, Integer.MAX_VALUE) / TransactionIndex.ENTRY_BYTES);
        return new TransactionIndex(place.io(), path, place.closer(), entries);
    }

    /** The smallest offset a batch in this segment can have. */
    public long baseOffset() {
        return baseOffset;
    }

    /** Bytes of whole batches. */
    public int size() {
        return size;
    }

    /** When this segment was made, or its file last written by an earlier run. */
    public long createdMs() {
        return createdMs;
    }

    /** Whether the next batch goes elsewhere. */
    public boolean isSealed() {
        return sealed;
    }

    /** Where the segment's batches are. */
    public Path path() {
        return file.path();
    }

    /** The file, for readers. */
    public SharedFile file() {
        return file;
    }

    /** Whether one of the indexes has no room. */
    public boolean isIndexFull() {
        return indexes.isFull();
    }

    /** Whether {@code lastOffset} can be written as a distance from the base offset. */
    public boolean canHold(long lastOffset) {
        return lastOffset >= baseOffset && lastOffset - baseOffset <= Integer.MAX_VALUE;
    }

    // ---- owner: writing ----

    /** Makes the file now, so that the segment is found by its name after a restart. Owner only. */
    public void createFile() throws IOException {
        writable();
    }

    /** Gives the file its full size at once, so that the file system lays it out in one piece. Owner only. */
    public void preallocate(int bytes) throws IOException {
        writable().extend(bytes);
    }

    /**
     * Writes {@code batches} after the others. When this fails the file is as before, or is cut before the next write;
     * readers notice nothing. Nothing counts until {@link #commit}. Owner only.
     */
    public void write(ByteBuffer batches) throws IOException {
        OpenFile open = writable();
        if (tornTail) {
            open.truncate(size);
            tornTail = false;
        }
        try {
            open.write(batches, size);
        } catch (IOException e) {
            tornTail = true;
            try {
                open.truncate(size);
                tornTail = false;
            } catch (IOException inCutting) {
                e.addSuppressed(inCutting);
            }
            throw e;
        }
    }

    /** Writes several buffers one after the other, with {@link #write(ByteBuffer)}'s promise for all of them. */
    public void write(ByteBuffer[] parts) throws IOException {
        int bytes = 0;
        for (ByteBuffer part : parts) {
            bytes += part.remaining();
        }
        ByteBuffer whole = ByteBuffer.allocateDirect(bytes);
        for (ByteBuffer part : parts) {
            whole.put(part);
        }
        write(whole.flip());
    }

    /**
     * Counts a batch that was written, and makes index entries when due. Owner only; batches in the order of the file.
     *
     * @param maxTimestamp largest timestamp of the batch
     */
    public void commit(long lastOffset, int bytes, long maxTimestamp) {
        Largest before = largest;
        int position = size;
        if (position == 0) {
            firstTimestamp = maxTimestamp;
        }
        Largest now = before;
        if (maxTimestamp > before.timestamp()) {
            now = new Largest(maxTimestamp, lastOffset);
            largest = now;
        }
        indexes.add(lastOffset, position, bytes, indexIntervalBytes, now.timestamp(), now.offset());
        size = position + bytes;
    }

    /** Notes an aborted transaction whose marker is the batch that was counted last. Owner only. */
    public void noteAborted(AbortedTransaction transaction) {
        aborted.append(transaction);
    }

    /**
     * Drops the batches from the one on that holds {@code offset}.
     *
     * @return bytes dropped
     */
    public int truncateTo(long offset) throws IOException {
        int before = size;
        BatchPosition found = locate(offset, before);
        if (found.isNone()) {
            return 0;
        }
        writable().truncate(found.position());
        size = found.position();
        indexes.truncateTo(found.baseOffset());
        aborted.truncateTo(found.baseOffset());
        loadTail();
        return before - size;
    }

    /** Cuts bytes that are no batches off the file's end. For recovery. */
    public void cutTo(int bytes) throws IOException {
        writable().truncate(bytes);
        size = bytes;
    }

    /** Takes back what {@link #preallocate} reserved and was not used. Owner only. */
    public void trim() throws IOException {
        if (writing != null) {
            writing.truncate(size);
        }
    }

    /**
     * Ends writing: no batch comes any more. The index files must have all entries by then, see {@link #persistIndexes}.
     * Owner only.
     */
    public void seal(long nextBaseOffset) {
        this.nextBaseOffset = nextBaseOffset;
        this.sealed = true;
        stopWriting();
    }

    /** For a segment of an earlier run that has successors. */
    public void sealedBefore(long nextBaseOffset) {
        this.nextBaseOffset = nextBaseOffset;
        this.sealed = true;
    }

    /** Makes a sealed segment the one that is written again, after a truncation took those behind it away. */
    public void unseal() throws IOException {
        if (sealed) {
            checkIndexes();
            sealed = false;
            nextBaseOffset = Long.MAX_VALUE;
            loadTail();
        }
    }

    /**
     * Writes what the index files lack, with an entry for the largest timestamp; not to stable storage. The segment may be
     * written on. Owner only.
     */
    public void persistIndexes() throws IOException {
        if (indexSuspected) {
            rebuildIndexes();
            indexSuspected = false;
        }
        Largest now = largest();
        if (!now.isNone()) {
            indexes.times().append(now.timestamp(), now.offset());
        }
        indexes.persist();
        persistTransactionIndex();
    }

    /** Writes what the transaction index's file lacks; not to stable storage. Owner only. */
    public void persistTransactionIndex() throws IOException {
        if (aborted.isDirty()) {
            aborted.persist();
        }
    }

    /** Whether a lookup needs no more than a few reads: the index files of an earlier run were looked through. */
    public boolean isReady() {
        return !sealed || indexes.isChecked();
    }

    /** Makes {@link #isReady} true. May read, and if they are damaged write anew, the whole indexes. Blocks. */
    public void prepare() throws IOException {
        checkIndexes();
    }

    /** Makes the indexes anew from the batches, in memory. Owner only, or before the segment is published. */
    public void rebuildIndexes() throws IOException {
        OpenFile open = file.acquire();
        try {
            indexes.rebuild(open, size, indexIntervalBytes, indexMaxBytes);
        } finally {
            file.release();
        }
        largest = Largest.UNREAD_YET;
        loadTail();
    }

    /**
     * Starts the indexes of a recovered segment from nothing; {@link #commit} and {@link #noteAborted} then add what is
     * found.
     */
    public void restartIndexes() throws IOException {
        indexes.startOver(indexMaxBytes);
        restartTransactionIndex();
        largest = Largest.NONE;
        firstTimestamp = UNREAD;
        size = 0;
    }

    /** Forgets all aborted transactions; {@link #noteAborted} then adds those that are found. */
    public void restartTransactionIndex() throws IOException {
        aborted.retire();
        place.io().deleteIfExists(aborted.path());
        aborted = transactions(place, baseOffset, 0);
    }

    /** Why the transaction index of an earlier run, in a log that ends at {@code end}, cannot be right; empty if it can. */
    public String findTransactionIndexFault(long end) throws IOException {
        return aborted.entries() == 0 ? "" : aborted.findFault(baseOffset, Math.min(end, nextBaseOffset));
    }

    /** Why the index files of an earlier run cannot be right; empty if they can. They count as checked then. */
    public String findIndexFault() throws IOException {
        String fault = indexes.findFault(size, nextBaseOffset);
        if (fault.isEmpty()) {
            indexes.markChecked();
        }
        return fault;
    }

    /**
     * Reads the headers behind the last index entry, for what is not in the indexes.
     *
     * @return where the segment ends
     */
    public Tail loadTail() throws IOException {
        if (size == 0) {
            largest = Largest.NONE;
            indexes.bytesSinceEntry(0);
            return new Tail(baseOffset, 0, "");
        }
        OpenFile open = file.acquire();
        try {
            indexes.times().continueAfterLast();
            OffsetIndex.Entry last = indexes.offsets().last();
            TimeIndex.Entry lastTime = indexes.times().last();
            Largest found = lastTime.isNone() ? Largest.NONE : new Largest(lastTime.timestamp(), lastTime.offset());
            try (BatchScanner scanner = new BatchScanner(open, last.position(), size, BatchScanner.LOOKUP_CHUNK)) {
                long nextOffset = baseOffset;
                boolean first = true;
                while (scanner.next()) {
                    BatchHeader batch = scanner.header();
                    if (first && !last.isNone() && batch.lastOffset() != last.lastOffset()) {
                        return new Tail(baseOffset, 0, "its offset index points beside a batch");
                    }
                    if (batch.baseOffset() < nextOffset) {
                        return new Tail(
                                nextOffset,
                                scanner.position(),
                                "offset " + batch.baseOffset() + " after " + (nextOffset - 1));
                    }
                    first = false;
                    nextOffset = batch.nextOffset();
                    if (batch.maxTimestampOfRecords() > found.timestamp()) {
                        found = new Largest(batch.maxTimestampOfRecords(), batch.lastOffset());
                    }
                }
                largest = found;
                indexes.bytesSinceEntry(scanner.nextPosition() - last.position());
                return new Tail(nextOffset, scanner.nextPosition(), scanner.trouble());
            }
        } finally {
            file.release();
        }
    }

    /** The first batch's timestamp, which {@code segment.ms} counts from; {@link #NO_TIMESTAMP} if there is none. */
    public long firstTimestamp() throws IOException {
        if (size == 0) {
            return NO_TIMESTAMP;
        }
        if (firstTimestamp == UNREAD) {
            OpenFile open = file.acquire();
            try (BatchScanner scanner = new BatchScanner(open, 0, size, BatchHeader.SIZE)) {
                firstTimestamp = scanner.next() ? scanner.header().maxTimestampOfRecords() : NO_TIMESTAMP;
            } finally {
                file.release();
            }
        }
        return firstTimestamp;
    }

    // ---- any thread: reading ----

    /** The largest timestamp, and the last offset of the batch that has it. May read the index. */
    public Largest largest() throws IOException {
        Largest now = largest;
        if (now.isUnread()) {
            checkIndexes();
            TimeIndex.Entry last = indexes.times().last();
            now = last.isNone() ? Largest.NONE : new Largest(last.timestamp(), last.offset());
            if (now.isNone()) {
                now = scanForLargest();
            }
            largest = now;
        }
        return now;
    }

    /** The largest timestamp if it is known without reading; {@link #NO_TIMESTAMP} otherwise. */
    public long largestTimestampKnown() {
        Largest now = largest;
        return now.isUnread() ? NO_TIMESTAMP : now.timestamp();
    }

    /** The first batch within the first {@code limit} bytes that ends at or after {@code offset}. */
    public BatchPosition locate(long offset, int limit) throws IOException {
        if (limit <= 0) {
            return BatchPosition.NONE;
        }
        checkIndexes();
        OpenFile open = file.acquire();
        try {
            OffsetIndex.Entry hint = indexes.offsets().floor(offset);
            if (!hint.isNone() && !indexSuspected && hint.position() < limit) {
                BatchPosition found = scanFor(open, offset, hint, limit);
                if (!found.isMisled()) {
                    return found;
                }
                suspectIndex(offset);
            }
            return scanFor(open, offset, OffsetIndex.Entry.NONE, limit);
        } finally {
            file.release();
        }
    }

    /** A position from which on all batches that may have a timestamp of at least {@code timestampMs} can be found. */
    public int positionForTimestamp(long timestampMs, int limit) throws IOException {
        checkIndexes();
        TimeIndex.Entry time = indexes.times().floor(timestampMs - 1);
        if (time.isNone()) {
            return 0;
        }
        BatchPosition found = locate(time.offset(), limit);
        return found.isNone() ? 0 : found.position();
    }

    /**
     * An offset that is above all batches before {@code position}, and not far above if possible; {@link Long#MAX_VALUE}
     * if nothing is known.
     */
    public long offsetBehind(int position) throws IOException {
        checkIndexes();
        OffsetIndex.Entry next =
                indexSuspected ? OffsetIndex.Entry.NONE : indexes.offsets().atOrBehind(position);
        return next.isNone() ? Long.MAX_VALUE : next.lastOffset() + 1;
    }

    /** Whether the end of an aborted transaction is marked in this segment. */
    public boolean hasAborted() {
        return aborted.entries() > 0;
    }

    /**
     * Adds the aborted transactions to {@code found} that overlap {@code [fromOffset, endOffset)} and whose markers are in
     * this segment.
     *
     * @return whether it is certain that no later one does
     */
    public boolean collectAborted(long fromOffset, long endOffset, List<AbortedTransaction> found) throws IOException {
        TransactionIndex now = aborted;
        return now.entries() > 0 && now.collect(fromOffset, endOffset, found);
    }

    /** The aborted transactions whose markers are in this segment, in the order of the markers. Reads them all. */
    public List<AbortedTransaction> aborted() throws IOException {
        TransactionIndex now = aborted;
        return now.entries() == 0 ? List.of() : now.all();
    }

    private BatchPosition scanFor(OpenFile open, long offset, OffsetIndex.Entry hint, int limit) throws IOException {
        try (BatchScanner scanner = new BatchScanner(open, hint.position(), limit, BatchScanner.LOOKUP_CHUNK)) {
            boolean first = !hint.isNone();
            while (scanner.next()) {
                BatchHeader batch = scanner.header();
                long lastOffset = batch.lastOffset();
                if (first && lastOffset != hint.lastOffset()) {
                    return BatchPosition.MISLED;
                }
                first = false;
                if (lastOffset >= offset) {
                    return new BatchPosition(
                            scanner.position(),
                            scanner.nextPosition() - scanner.position(),
                            batch.baseOffset(),
                            lastOffset);
                }
            }
            return first ? BatchPosition.MISLED : BatchPosition.NONE;
        }
    }

    private Largest scanForLargest() throws IOException {
        Largest found = Largest.NONE;
        OpenFile open = file.acquire();
        try (BatchScanner scanner = new BatchScanner(open, 0, size, BatchScanner.SEQUENTIAL_CHUNK)) {
            while (scanner.next()) {
                BatchHeader batch = scanner.header();
                if (batch.maxTimestampOfRecords() > found.timestamp()) {
                    found = new Largest(batch.maxTimestampOfRecords(), batch.lastOffset());
                }
            }
        } finally {
            file.release();
        }
        return found;
    }

    private void checkIndexes() throws IOException {
        if (sealed && !indexes.isChecked()) {
            OpenFile open = file.acquire();
            try {
                indexes.checkSealed(open, size, nextBaseOffset, indexIntervalBytes, indexMaxBytes);
            } finally {
                file.release();
            }
        }
    }

    private void suspectIndex(long offset) {
        if (!indexSuspected) {
            indexSuspected = true;
            LOG.warn(
                    "the offset index of {} points beside a batch when asked for offset {}; the segment is read from its"
                            + " start until the index is made anew",
                    file.path(),
                    offset);
        }
    }

    // ---- files ----

    /** Forces the batches, and the indexes of a sealed segment, to stable storage. Blocks; any thread that may. */
    public void force() throws IOException {
        if (size == 0) {
            return;
        }
        OpenFile open = file.acquire();
        try {
            open.force();
        } finally {
            file.release();
        }
        if (sealed) {
            indexes.force();
            if (aborted.entries() > 0) {
                aborted.force();
            }
        }
    }

    /**
     * Gives the files of a sealed segment other names in the same directory; readers notice nothing. Owner only.
     *
     * @throws IOException when that fails; some of the files may have their new names then
     */
    public void moveTo(SegmentPlace to) throws IOException {
        file.moveTo(to.file(baseOffset, SegmentNames.LOG));
        indexes.moveTo(to);
        aborted.moveTo(to.file(baseOffset, SegmentNames.TRANSACTION_INDEX));
        this.place = to;
    }

    /** Refuses new readers; those there are read on. */
    public void retire() {
        stopWriting();
        file.retire();
        indexes.retire();
        aborted.retire();
    }

    /** Lets the file go that batches are written to; the next write opens it again. Owner only. */
    public void pauseWriting() {
        stopWriting();
    }

    /** Closes the files that were opened to look into them, before the segment is used. Blocks. */
    public void closeUnusedFiles() {
        file.closeIfUnused();
        indexes.closeIfUnused();
        aborted.closeIfUnused();
    }

    /** Closes files that nobody has used since the last call. */
    public void closeIdleFiles() {
        file.closeIfIdle();
        indexes.closeIfIdle();
        aborted.closeIfIdle();
    }

    private OpenFile writable() throws IOException {
        if (writing == null) {
            writing = file.acquireOrCreate();
        }
        return writing;
    }

    private void stopWriting() {
        if (writing != null) {
            writing = null;
            file.release();
        }
    }

    @Override
    public String toString() {
        return "Segment(" + file.path() + ", " + size + " bytes)";
    }

    /**
     * A timestamp, and the last offset of the batch that has it.
     *
     * @param timestamp {@link Segment#NO_TIMESTAMP} if there is none
     * @param offset -1 if there is none
     */
    public record Largest(long timestamp, long offset) {
        /** Of an empty segment. */
        public static final Largest NONE = new Largest(NO_TIMESTAMP, -1);

        private static final Largest UNREAD_YET = new Largest(UNREAD, -1);

        boolean isNone() {
            return timestamp == NO_TIMESTAMP;
        }

        private boolean isUnread() {
            return timestamp == UNREAD;
        }
    }

    /**
     * Where a segment ends.
     *
     * @param nextOffset the offset after the last batch
     * @param position the first byte that is no batch
     * @param trouble what is wrong with the bytes from there on; empty if there are none
     */
    public record Tail(long nextOffset, int position, String trouble) {}
}
