package io.headrace.log.compact;

import java.nio.ByteBuffer;

/**
 * The largest offset of each key, in memory of a fixed size: keys are known by their hashes only, so that a key of any
 * length takes {@value #ENTRY_BYTES} bytes.
 *
 * <pre>
 *   entry: hash 2 x int64 | offset + 1 int64, 0 when the entry is free
 * </pre>
 *
 * <p>An open table, searched from an entry's own place onwards. When it is full, compaction goes as far as it came and
 * comes back for the rest. Not thread safe.
 */
public final class KeyMap {

    /** Memory for one key. */
    public static final int ENTRY_BYTES = 3 * Long.BYTES;

    private static final int WORDS = 3;
    private static final long MOST_SLOTS = (Integer.MAX_VALUE - 8) / WORDS;

    private final KeyHash hash;
    private final long[] table;
    private final int slots;
    private final int mostKeys;
    private int size;

    /**
     * A map without keys.
     *
     * @param maxBytes what it may take at most
     * @param loadFactor what part of that may be filled, above 0 and up to 1
     * @param mostExpectedKeys no more keys than these will come, so that a short log needs little memory
     */
    public KeyMap(long maxBytes, double loadFactor, long mostExpectedKeys) {
        this(maxBytes, loadFactor, mostExpectedKeys, KeyHash.random());
    }

    KeyMap(long maxBytes, double loadFactor, long mostExpectedKeys, KeyHash hash) {
        this.hash = hash;
        // Twice as many places as keys keep the ways short, where there is memory for it.
        long wanted = Math.max(8, Math.min(mostExpectedKeys, MOST_SLOTS / 2) * 2);
        long affordable = Math.max(2, Math.min(maxBytes / ENTRY_BYTES, MOST_SLOTS));
        this.slots = (int) Math.min(wanted, affordable);
        this.mostKeys = Math.max(1, Math.min((int) (slots * loadFactor), slots - 1));
        this.table = new long[slots * WORDS];
    }

    /** Notes a key's offset, which is larger than all noted before; false when there is no room for a new key. */
    public boolean put(ByteBuffer key, long offset) {
        int at = find(key);
        if (table[at + 2] == 0) {
            if (size >= mostKeys) {
                return false;
            }
            size++;
            table[at] = hash.low();
            table[at + 1] = hash.high();
        }
        table[at + 2] = offset + 1;
        return true;
    }

    /** The largest offset noted for a key, -1 when there is none. */
    public long offset(ByteBuffer key) {
        return table[find(key) + 2] - 1;
    }

    /** How many keys there are. */
    public int size() {
        return size;
    }

    /** How many keys there may be. */
    public int capacity() {
        return mostKeys;
    }

    /** Memory taken. */
    public long sizeInBytes() {
        return (long) table.length * Long.BYTES;
    }

    /** Where the key's entry is, or would be. One place is always free, so that the search ends. */
    private int find(ByteBuffer key) {
        hash.hash(key);
        long low = hash.low();
        long high = hash.high();
        int slot = (int) Long.remainderUnsigned(low, slots);
        while (true) {
            int at = slot * WORDS;
            if (table[at + 2] == 0 || (table[at] == low && table[at + 1] == high)) {
                return at;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }
}
