package io.headrace.log.segment;

import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The aborted transactions whose markers are in a segment ({@code .txnindex}), in the order of the markers. There is no
 * file as long as there are none.
 *
 * <pre>
 *   entry, 34 bytes, big endian:   version int16, 0 | producer id int64 | first offset int64
 *                                  | marker's offset int64 | last stable offset int64
 * </pre>
 *
 * <p>Owner and threads: see {@link EntryFile}.
 */
public final class TransactionIndex extends EntryFile {

    /** Size of an entry. */
    public static final int ENTRY_BYTES = 34;

    private static final short VERSION = 0;
    private static final int PRODUCER_ID_AT = 2;
    private static final int FIRST_OFFSET_AT = 10;
    private static final int MARKER_OFFSET_AT = 18;
    private static final int LAST_STABLE_OFFSET_AT = 26;

    TransactionIndex(FileIo io, Path path, Executor closer, int filed) {
        super(io, path, closer, ENTRY_BYTES, filed);
    }

    @Override
    long key(byte[] entry, int at) {
        return (long) LONG.get(entry, at + MARKER_OFFSET_AT);
    }

    /** Owner only. The marker's offset is above that of the entry before. */
    void append(AbortedTransaction transaction) {
        byte[] tail = roomForOne();
        int at = roomAt();
        tail[at] = 0;
        tail[at + 1] = VERSION;
        LONG.set(tail, at + PRODUCER_ID_AT, transaction.producerId());
        LONG.set(tail, at + FIRST_OFFSET_AT, transaction.firstOffset());
        LONG.set(tail, at + MARKER_OFFSET_AT, transaction.markerOffset());
        LONG.set(tail, at + LAST_STABLE_OFFSET_AT, transaction.lastStableOffset());
        published();
    }

    /**
     * Adds the transactions to {@code found} that overlap {@code [fromOffset, endOffset)}.
     *
     * @return whether it is certain that no later one does
     */
    boolean collect(long fromOffset, long endOffset, List<AbortedTransaction> found) throws IOException {
        byte[] entry = new byte[ENTRY_BYTES];
        int entries = entries();
        for (int number = floor(fromOffset - 1, entry) + 1; number < entries; number++) {
            entry(number, entry);
            AbortedTransaction transaction = decode(entry, 0);
            if (transaction.firstOffset() < endOffset) {
                found.add(transaction);
            }
            if (transaction.lastStableOffset() >= endOffset) {
                return true;
            }
        }
        return false;
    }

    /** All of them. */
    List<AbortedTransaction> all() throws IOException {
        byte[] content = content();
        List<AbortedTransaction> all = new ArrayList<>(content.length / ENTRY_BYTES);
        for (int at = 0; at < content.length; at += ENTRY_BYTES) {
            all.add(decode(content, at));
        }
        return all;
    }

    /**
     * Looks through the file of an earlier run.
     *
     * @return why it cannot be right; empty if it can
     */
    String findFault(long baseOffset, long nextBaseOffset) throws IOException {
        byte[] content = content();
        long lastMarker = baseOffset - 1;
        for (int at = 0; at < content.length; at += ENTRY_BYTES) {
            AbortedTransaction transaction = decode(content, at);
            if (content[at] != 0
                    || content[at + 1] != VERSION
                    || transaction.producerId() < 0
                    || transaction.firstOffset() < 0
                    || transaction.firstOffset() >= transaction.markerOffset()
                    || transaction.markerOffset() <= lastMarker
                    || transaction.markerOffset() >= nextBaseOffset
                    || transaction.lastStableOffset() > transaction.markerOffset() + 1) {
                return "entry " + at / ENTRY_BYTES + " is out of order or range";
            }
            lastMarker = transaction.markerOffset();
        }
        return "";
    }

    /** Drops the transactions whose markers are at or after {@code offset}. Owner only. */
    void truncateTo(long offset) throws IOException {
        keep(floor(offset - 1, new byte[ENTRY_BYTES]) + 1);
    }

    private static AbortedTransaction decode(byte[] bytes, int at) {
        return new AbortedTransaction(
                (long) LONG.get(bytes, at + PRODUCER_ID_AT),
                (long) LONG.get(bytes, at + FIRST_OFFSET_AT),
                (long) LONG.get(bytes, at + MARKER_OFFSET_AT),
                (long) LONG.get(bytes, at + LAST_STABLE_OFFSET_AT));
    }
}
