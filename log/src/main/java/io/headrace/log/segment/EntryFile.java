package io.headrace.log.segment;

import io.headrace.log.file.FileIo;
import io.headrace.log.file.OpenFile;
import io.headrace.log.file.SharedFile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * A file of entries of one size, appended in the order of their keys and searched by them.
 *
 * <p>The newest entries are in memory and go to the file a page at a time, so that an index costs one small write per
 * 2 MB of log and no file at all before that. The file is read with positioned reads: a mapping cannot be unmapped when
 * the segment goes, keeps its address space, and turns a disk error into a dead JVM; a search needs about ten reads of
 * the page cache, and the newest part, which nearly all searches hit, is in memory anyway.
 *
 * <p>Owner: the partition's loop appends, persists and truncates. Any thread may search: it sees one {@link State}, which
 * is replaced and never changed except behind its count.
 */
abstract class EntryFile {

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int PAGE_BYTES = 4096;
    private static final int SMALLEST_TAIL_ENTRIES = 8;

    private final SharedFile file;
    private final FileIo io;
    private final int entryBytes;
    private volatile State state;
    private boolean dirty;

    /**
     * @param filed how many entries of the file are valid; what follows them in the file is overwritten or cut off
     */
    EntryFile(FileIo io, Path path, Executor closer, int entryBytes, int filed) {
        this.io = io;
        this.file = new SharedFile(io, path, closer);
        this.entryBytes = entryBytes;
        this.state = new State(filed, new byte[0], 0);
    }

    /** The key by which entries are ordered. */
    abstract long key(byte[] entry, int at);

    final int entries() {
        return state.entries();
    }

    final Path path() {
        return file.path();
    }

    /** Renames the file, if there is one. */
    final void moveTo(Path to) throws IOException {
        file.moveToIfThere(to);
    }

    /** Room for one more entry at the end of the memory part; the entry counts after {@link #published}. */
    final byte[] roomForOne() {
        State now = state;
        int pageEntries = PAGE_BYTES / entryBytes;
        if (now.count() >= pageEntries && now.count() % pageEntries == 0) {
            try {
                persist();
            } catch (IOException e) {
                // The entries stay in memory; the next full page, the roll or the close tries again and reports it.
                dirty = true;
            }
            now = state;
        }
        if (now.count() * entryBytes == now.tail().length) {
            int entries = Math.max(SMALLEST_TAIL_ENTRIES, now.count() * 2);
            if (now.count() < pageEntries) {
                entries = Math.min(entries, pageEntries);
            }
            state = new State(now.filed(), Arrays.copyOf(now.tail(), entries * entryBytes), now.count());
        }
        return state.tail();
    }

    final int roomAt() {
        return state.count() * entryBytes;
    }

    final void published() {
        State now = state;
        dirty = true;
        state = new State(now.filed(), now.tail(), now.count() + 1);
    }

    /** Writes what is only in memory. Afterwards the file has exactly the entries. Not forced to stable storage. */
    final void persist() throws IOException {
        State now = state;
        OpenFile open = file.acquireOrCreate();
        try {
            long end = (long) now.filed() * entryBytes;
            if (now.count() > 0) {
                open.write(ByteBuffer.wrap(now.tail(), 0, now.count() * entryBytes), end);
                end += (long) now.count() * entryBytes;
            }
            open.truncate(end);
        } finally {
            file.release();
        }
        state = new State(now.entries(), new byte[0], 0);
        dirty = false;
    }

    /** Whether the file lacks entries, or is not there though it should be. */
    final boolean unpersisted() {
        return dirty || (state.filed() == 0 && !io.exists(file.path()));
    }

    /** Whether entries were added or dropped that the file does not know of. */
    final boolean isDirty() {
        return dirty;
    }

    /** Forces the file to stable storage. Any thread that may block. */
    final void force() throws IOException {
        OpenFile open = file.acquireOrCreate();
        try {
            open.force();
        } finally {
            file.release();
        }
    }

    /** Keeps the first {@code kept} entries. */
    final void keep(int kept) throws IOException {
        State now = state;
        if (kept >= now.entries()) {
            return;
        }
        dirty = true;
        if (kept >= now.filed()) {
            int inTail = kept - now.filed();
            // A copy: readers of the old state must not see the new entries that come in their place.
            state = new State(now.filed(), Arrays.copyOf(now.tail(), inTail * entryBytes), inTail);
        } else {
            state = new State(kept, new byte[0], 0);
        }
    }

    /** The number of the last entry whose key is at most {@code target}; -1 if there is none. Copies it to {@code out}. */
    final int floor(long target, byte[] out) throws IOException {
        State now = state;
        if (now.count() > 0 && key(now.tail(), 0) <= target) {
            int found = floorIn(now.tail(), now.count(), target);
            System.arraycopy(now.tail(), found * entryBytes, out, 0, entryBytes);
            return now.filed() + found;
        }
        return now.filed() == 0 ? -1 : floorInFile(now.filed(), target, out);
    }

    /** Copies entry {@code number} to {@code out}. */
    final void entry(int number, byte[] out) throws IOException {
        State now = state;
        if (number < 0 || number >= now.entries()) {
            throw new IllegalArgumentException("no entry " + number + " of " + now.entries() + " in " + path());
        }
        if (number >= now.filed()) {
            System.arraycopy(now.tail(), (number - now.filed()) * entryBytes, out, 0, entryBytes);
            return;
        }
        OpenFile open = file.acquire();
        try {
            readEntries(open, number, 1, out);
        } finally {
            file.release();
        }
    }

    /** All entries as they lie in the file, for a look through them before their first use. */
    final byte[] content() throws IOException {
        State now = state;
        byte[] bytes = new byte[now.entries() * entryBytes];
        System.arraycopy(now.tail(), 0, bytes, now.filed() * entryBytes, now.count() * entryBytes);
        if (now.filed() > 0) {
            OpenFile open = file.acquire();
            try {
                readEntries(open, 0, now.filed(), bytes);
            } finally {
                file.release();
            }
        }
        return bytes;
    }

    private int floorIn(byte[] page, int count, long target) {
        int low = 0;
        int high = count;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (key(page, middle * entryBytes) <= target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int floorInFile(int filed, long target, byte[] out) throws IOException {
        int pageEntries = PAGE_BYTES / entryBytes;
        OpenFile open = file.acquire();
        try {
            int low = 0;
            int high = filed;
            while (high - low > pageEntries) {
                int middle = (low + high) >>> 1;
                readEntries(open, middle, 1, out);
                if (key(out, 0) <= target) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            byte[] page = new byte[(high - low) * entryBytes];
            readEntries(open, low, high - low, page);
            if (key(page, 0) > target) {
                return -1;
            }
            int found = floorIn(page, high - low, target);
            System.arraycopy(page, found * entryBytes, out, 0, entryBytes);
            return low + found;
        } finally {
            file.release();
        }
    }

    private void readEntries(OpenFile open, int from, int count, byte[] out) throws IOException {
        int bytes = count * entryBytes;
        if (open.read(ByteBuffer.wrap(out, 0, bytes), (long) from * entryBytes) < bytes) {
            throw new IOException("index " + path() + " is shorter than its " + state.filed() + " entries");
        }
    }

    final void closeIfIdle() {
        file.closeIfIdle();
    }

    final void closeIfUnused() {
        file.closeIfUnused();
    }

    final void retire() {
        file.retire();
    }

    /**
     * What there is: {@code filed} entries in the file, then {@code count} in memory. Entries behind {@code count} in
     * {@code tail} are the owner's to fill.
     */
    private static final class State {
        private final int filed;
        private final byte[] tail;
        private final int count;

        State(int filed, byte[] tail, int count) {
            this.filed = filed;
            this.tail = tail;
            this.count = count;
        }

        int filed() {
            return filed;
        }

        byte[] tail() {
            return tail;
        }

        int count() {
            return count;
        }

        int entries() {
            return filed + count;
        }
    }
}
