package io.headrace.log.segment;

import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * Sparse index from offsets to positions in a segment's file ({@code .index}).
 *
 * <pre>
 *   entry, 8 bytes, big endian:   relative offset int32 | position int32
 * </pre>
 *
 * <p>An entry names the <em>last</em> offset of a batch, less the segment's base offset, and where that batch starts.
 * Owner and threads: see {@link EntryFile}.
 */
public final class OffsetIndex extends EntryFile {

    /** Size of an entry. */
    public static final int ENTRY_BYTES = 8;

    private final long baseOffset;
    private final int maxEntries;

    OffsetIndex(FileIo io, Path path, Executor closer, long baseOffset, int maxBytes, int filed) {
        super(io, path, closer, ENTRY_BYTES, filed);
        this.baseOffset = baseOffset;
        this.maxEntries = maxBytes / ENTRY_BYTES;
    }

    @Override
    long key(byte[] entry, int at) {
        return (int) INT.get(entry, at);
    }

    /** Whether {@code segment.index.bytes} is used up, so that the segment must be rolled. */
    boolean isFull() {
        return entries() >= maxEntries;
    }

    /** Owner only. {@code lastOffset} is above that of the entry before. */
    void append(long lastOffset, int position) {
        byte[] tail = roomForOne();
        int at = roomAt();
        INT.set(tail, at, (int) (lastOffset - baseOffset));
        INT.set(tail, at + 4, position);
        published();
    }

    /** The entry with the largest offset that is at most {@code offset}, or {@link Entry#NONE}. */
    Entry floor(long offset) throws IOException {
        byte[] out = new byte[ENTRY_BYTES];
        return floor(Math.min(offset - baseOffset, Integer.MAX_VALUE), out) < 0 ? Entry.NONE : decode(out);
    }

    /** The first entry whose batch starts at or behind {@code position}, or {@link Entry#NONE}. */
    Entry atOrBehind(int position) throws IOException {
        byte[] out = new byte[ENTRY_BYTES];
        int low = 0;
        int high = entries();
        int entries = high;
        while (low < high) {
            int middle = (low + high) >>> 1;
            entry(middle, out);
            if ((int) INT.get(out, 4) >= position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low == entries) {
            return Entry.NONE;
        }
        entry(low, out);
        return decode(out);
    }

    /** The last entry, or {@link Entry#NONE}. */
    Entry last() throws IOException {
        int entries = entries();
        if (entries == 0) {
            return Entry.NONE;
        }
        byte[] out = new byte[ENTRY_BYTES];
        entry(entries - 1, out);
        return decode(out);
    }

    /** Drops entries of batches that end at or after {@code offset}. Owner only. */
    void truncateTo(long offset) throws IOException {
        byte[] out = new byte[ENTRY_BYTES];
        keep(floor(Math.min(offset - 1 - baseOffset, Integer.MAX_VALUE), out) + 1);
    }

    private Entry decode(byte[] bytes) {
        return new Entry(baseOffset + (int) INT.get(bytes, 0), (int) INT.get(bytes, 4));
    }

    /** A batch's last offset and its position. */
    record Entry(long lastOffset, int position) {
        /** Before the first entry: the segment's start. */
        static final Entry NONE = new Entry(-1, 0);

        boolean isNone() {
            return lastOffset < 0;
        }
    }
}
