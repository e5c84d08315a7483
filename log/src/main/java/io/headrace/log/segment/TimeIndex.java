package io.headrace.log.segment;

import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * Sparse index from timestamps to offsets ({@code .timeindex}).
 *
 * <pre>
 *   entry, 12 bytes, big endian:   timestamp int64 | relative offset int32
 * </pre>
 *
 * <p>An entry (t, o) says: no batch of this segment before the one that ends at o has a timestamp above t, and that one
 * has t. Timestamps rise strictly. Owner and threads: see {@link EntryFile}.
 */
public final class TimeIndex extends EntryFile {

    /** Size of an entry. */
    public static final int ENTRY_BYTES = 12;

    private static final long UNREAD = Long.MAX_VALUE;

    private final long baseOffset;
    private final int maxEntries;
    private long lastTimestamp;

    TimeIndex(FileIo io, Path path, Executor closer, long baseOffset, int maxBytes, int filed) {
        super(io, path, closer, ENTRY_BYTES, filed);
        this.baseOffset = baseOffset;
        this.maxEntries = maxBytes / ENTRY_BYTES;
        this.lastTimestamp = filed == 0 ? Entry.NONE.timestamp() : UNREAD;
    }

    @Override
    long key(byte[] entry, int at) {
        return (long) LONG.get(entry, at);
    }

    /** One entry is kept free for the largest timestamp, which is added when the segment is sealed. */
    boolean isFull() {
        return entries() >= maxEntries - 1;
    }

    /** Reads the last entry of an earlier run, above which the next one has to be. Owner only, before it appends. */
    void continueAfterLast() throws IOException {
        lastTimestamp = last().timestamp();
    }

    /** Adds an entry unless {@code timestamp} does not rise. Owner only. */
    void append(long timestamp, long offset) {
        if (timestamp <= lastTimestamp) {
            return;
        }
        byte[] tail = roomForOne();
        int at = roomAt();
        LONG.set(tail, at, timestamp);
        INT.set(tail, at + 8, (int) (offset - baseOffset));
        published();
        lastTimestamp = timestamp;
    }

    /** The last entry whose timestamp is at most {@code timestamp}, or {@link Entry#NONE}. */
    Entry floor(long timestamp) throws IOException {
        byte[] out = new byte[ENTRY_BYTES];
        return floor(timestamp, out) < 0 ? Entry.NONE : decode(out);
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

    /** Drops entries that point at or beyond {@code offset}. Owner only. */
    void truncateTo(long offset) throws IOException {
        byte[] out = new byte[ENTRY_BYTES];
        int low = 0;
        int high = entries();
        // Offsets rise with the timestamps, so the entries to keep are a prefix.
        while (low < high) {
            int middle = (low + high) >>> 1;
            entry(middle, out);
            if (decode(out).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        keep(low);
        lastTimestamp = last().timestamp();
    }

    private Entry decode(byte[] bytes) {
        return new Entry((long) LONG.get(bytes, 0), baseOffset + (int) INT.get(bytes, 8));
    }

    /** A timestamp, and the last offset of the batch that has it. */
    record Entry(long timestamp, long offset) {
        /** Before the first entry. */
        static final Entry NONE = new Entry(-1, -1);

        boolean isNone() {
            return offset < 0;
        }
    }
}
