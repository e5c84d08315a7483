package io.headrace.log.segment;

import io.headrace.log.file.OpenFile;
import io.headrace.record.BatchHeader;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two sparse indexes of a segment, together because they are made in one go.
 *
 * <p>They are hints: whoever follows one checks what lies at its end. Files from an earlier run are looked through before
 * the first use, and made anew from the batches when they cannot be right.
 *
 * <p>Owner: the partition's loop adds to them, as long as the segment is the active one. {@code current} and
 * {@code checked} change under this object's lock; any thread reads.
 */
final class SegmentIndexes {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentIndexes.class);

    private volatile SegmentPlace place;
    private final long baseOffset;
    private volatile Pair current;
    private volatile boolean checked;
    private int bytesSinceEntry;

    private SegmentIndexes(SegmentPlace place, long baseOffset, Pair current, boolean checked) {
        this.place = place;
        this.baseOffset = baseOffset;
        this.current = current;
        this.checked = checked;
    }

    /** Indexes of a segment without batches; no file yet. */
    static SegmentIndexes empty(SegmentPlace place, long baseOffset, int maxBytes) {
        return new SegmentIndexes(place, baseOffset, pair(place, baseOffset, maxBytes, 0, 0), true);
    }

    /** Indexes that an earlier run wrote. */
    static SegmentIndexes existing(SegmentPlace place, long baseOffset, int maxBytes, long indexBytes, long timeBytes) {
        int entries = (int) Math.min(indexBytes / OffsetIndex.ENTRY_BYTES, Integer.MAX_VALUE / OffsetIndex.ENTRY_BYTES);
        int times = (int) Math.min(timeBytes / TimeIndex.ENTRY_BYTES, Integer.MAX_VALUE / TimeIndex.ENTRY_BYTES);
        return new SegmentIndexes(place, baseOffset, pair(place, baseOffset, maxBytes, entries, times), false);
    }

    private static Pair pair(SegmentPlace place, long baseOffset, int maxBytes, int entries, int times) {
        Path index = place.file(baseOffset, SegmentNames.INDEX);
        Path timeIndex = place.file(baseOffset, SegmentNames.TIME_INDEX);
        return new Pair(
                new OffsetIndex(place.io(), index, place.closer(), baseOffset, maxBytes, entries),
                new TimeIndex(place.io(), timeIndex, place.closer(), baseOffset, maxBytes, times));
    }

    OffsetIndex offsets() {
        return current.offsets();
    }

    TimeIndex times() {
        return current.times();
    }

    boolean isFull() {
        Pair now = current;
        return now.offsets().isFull() || now.times().isFull();
    }

    /** Owner: adds a batch that was written, and entries for it if enough bytes have come since the last ones. */
    void add(long lastOffset, int position, int bytes, int intervalBytes, long maxTimestamp, long maxTimestampOffset) {
        if (bytesSinceEntry > intervalBytes) {
            Pair now = current;
            now.offsets().append(lastOffset, position);
            now.times().append(maxTimestamp, maxTimestampOffset);
            bytesSinceEntry = 0;
        }
        bytesSinceEntry += bytes;
    }

    /** Whether the files of an earlier run have still to be looked through. */
    boolean isChecked() {
        return checked;
    }

    /**
     * Looks through the files of an earlier run.
     *
     * @return why they cannot be right; empty if they can
     */
    String findFault(int segmentBytes, long nextBaseOffset) throws IOException {
        Pair now = current;
        byte[] offsets = now.offsets().content();
        long lastOffset = -1;
        int lastPosition = -1;
        for (int at = 0; at < offsets.length; at += OffsetIndex.ENTRY_BYTES) {
            long relative = now.offsets().key(offsets, at);
            int position = (int) EntryFile.INT.get(offsets, at + 4);
            if (relative <= lastOffset
                    || position <= lastPosition
                    || position > segmentBytes - BatchHeader.SIZE
                    || baseOffset + relative >= nextBaseOffset) {
                return "entry " + at / OffsetIndex.ENTRY_BYTES + " of the offset index is out of order or range";
            }
            lastOffset = relative;
            lastPosition = position;
        }
        byte[] times = now.times().content();
        long lastTimestamp = Segment.NO_TIMESTAMP;
        lastOffset = -1;
        for (int at = 0; at < times.length; at += TimeIndex.ENTRY_BYTES) {
            long timestamp = now.times().key(times, at);
            long relative = (int) EntryFile.INT.get(times, at + 8);
            if (timestamp <= lastTimestamp
                    || relative < 0
                    || relative < lastOffset
                    || baseOffset + relative >= nextBaseOffset) {
                return "entry " + at / TimeIndex.ENTRY_BYTES + " of the time index is out of order or range";
            }
            lastTimestamp = timestamp;
            lastOffset = relative;
        }
        return "";
    }

    /** Says that the files were found right. */
    void markChecked() {
        checked = true;
    }

    /** Readers: looks the files of a sealed segment through once, and makes them anew if they are wrong. */
    void checkSealed(OpenFile log, int segmentBytes, long nextBaseOffset, int intervalBytes, int maxBytes)
            throws IOException {
        if (checked) {
            return;
        }
        synchronized (this) {
            if (checked) {
                return;
            }
            String fault = findFault(segmentBytes, nextBaseOffset);
            if (!fault.isEmpty()) {
                LOG.warn("rebuilt the indexes of segment {} of {}: {}", baseOffset, place.directory(), fault);
                rebuild(log, segmentBytes, intervalBytes, maxBytes);
                persist();
            }
            checked = true;
        }
    }

    /** Makes both indexes anew from the batches, in memory; {@link #persist} writes them. */
    synchronized void rebuild(OpenFile log, int segmentBytes, int intervalBytes, int maxBytes) throws IOException {
        startOver(maxBytes);
        long maxTimestamp = Segment.NO_TIMESTAMP;
        long maxTimestampOffset = -1;
        try (BatchScanner scanner = new BatchScanner(log, 0, segmentBytes, BatchScanner.SEQUENTIAL_CHUNK)) {
            while (scanner.next()) {
                BatchHeader batch = scanner.header();
                long lastOffset = batch.lastOffset();
                if (batch.maxTimestampOfRecords() > maxTimestamp) {
                    maxTimestamp = batch.maxTimestampOfRecords();
                    maxTimestampOffset = lastOffset;
                }
                int bytes = scanner.nextPosition() - scanner.position();
                add(lastOffset, scanner.position(), bytes, intervalBytes, maxTimestamp, maxTimestampOffset);
            }
        }
        if (maxTimestampOffset >= 0) {
            times().append(maxTimestamp, maxTimestampOffset);
        }
        checked = true;
    }

    /** Forgets all entries; whoever still searches the old ones may finish. */
    synchronized void startOver(int maxBytes) throws IOException {
        Pair old = current;
        old.offsets().retire();
        old.times().retire();
        place.io().deleteIfExists(old.offsets().path());
        place.io().deleteIfExists(old.times().path());
        current = pair(place, baseOffset, maxBytes, 0, 0);
        bytesSinceEntry = 0;
        checked = true;
    }

    /** Owner: counts the bytes since the last entry anew, after a truncation or a start. */
    void bytesSinceEntry(int bytes) {
        bytesSinceEntry = bytes;
    }

    void truncateTo(long offset) throws IOException {
        offsets().truncateTo(offset);
        times().truncateTo(offset);
    }

    void persist() throws IOException {
        Pair now = current;
        if (now.offsets().unpersisted()) {
            now.offsets().persist();
        }
        if (now.times().unpersisted()) {
            now.times().persist();
        }
    }

    void force() throws IOException {
        Pair now = current;
        now.offsets().force();
        now.times().force();
    }

    /** Owner: renames both files. */
    void moveTo(SegmentPlace to) throws IOException {
        Pair now = current;
        now.offsets().moveTo(to.file(baseOffset, SegmentNames.INDEX));
        now.times().moveTo(to.file(baseOffset, SegmentNames.TIME_INDEX));
        place = to;
    }

    void closeIfIdle() {
        Pair now = current;
        now.offsets().closeIfIdle();
        now.times().closeIfIdle();
    }

    void closeIfUnused() {
        Pair now = current;
        now.offsets().closeIfUnused();
        now.times().closeIfUnused();
    }

    void retire() {
        Pair now = current;
        now.offsets().retire();
        now.times().retire();
    }

    private record Pair(OffsetIndex offsets, TimeIndex times) {}
}
