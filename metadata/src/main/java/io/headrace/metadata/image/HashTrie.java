package io.headrace.metadata.image;

import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * An immutable hash map whose changed copies share all but the path to the change: a hash array mapped trie, 32 ways a
 * level (P. Bagwell, "Ideal Hash Trees", 2001). A change copies at most seven small arrays however large the map is.
 * Null keys and values are refused. Iteration is in no particular order.
 *
 * <p>A node's slots hold an {@link Entry}, a {@link Branch} one level down or, where two keys have all 32 bits of their
 * hash in common, a {@link Collision}.
 */
final class HashTrie<K, V> {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final HashTrie<?, ?> EMPTY = new HashTrie<>(new Branch(0, new Object[0]), 0);

    private final Branch root;
    private final int size;

    private HashTrie(Branch root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    static <K, V> HashTrie<K, V> empty() {
        return (HashTrie<K, V>) EMPTY;
    }

    int size() {
        return size;
    }

    /** The value of {@code key}, or null when it has none. */
    @SuppressWarnings("unchecked")
    V get(K key) {
        int hash = spread(key.hashCode());
        Object slot = root;
        for (int shift = 0; slot instanceof Branch branch; shift += BITS) {
            slot = branch.slot(hash, shift);
        }
        if (slot instanceof Entry entry) {
            return entry.key.equals(key) ? (V) entry.value : null;
        }
        if (slot instanceof Collision collision) {
            int at = collision.indexOf(key);
            return at < 0 ? null : (V) collision.entries[at].value;
        }
        return null;
    }

    /** This map with {@code key} bound to {@code value}. */
    HashTrie<K, V> with(K key, V value) {
        if (value == null) {
            throw new NullPointerException("value of " + key);
        }
        boolean grows = get(key) == null;
        Branch changed = insert(root, 0, new Entry(spread(key.hashCode()), key, value));
        return new HashTrie<>(changed, grows ? size + 1 : size);
    }

    /** This map without {@code key}; this very map when it is not in it. */
    HashTrie<K, V> without(K key) {
        if (get(key) == null) {
            return this;
        }
        if (size == 1) {
            return empty();
        }
        return new HashTrie<>((Branch) remove(root, 0, spread(key.hashCode()), key), size - 1);
    }

    /** A view of the values. */
    Collection<V> values() {
        return new AbstractCollection<>() {
            @Override
            @SuppressWarnings("unchecked")
            public Iterator<V> iterator() {
                Iterator<Entry> entries = new EntryIterator(root);
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public V next() {
                        return (V) entries.next().value;
                    }
                };
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** A view of the bindings. */
    Iterable<Map.Entry<K, V>> entries() {
        return () -> {
            Iterator<Entry> entries = new EntryIterator(root);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                @SuppressWarnings("unchecked")
                public Map.Entry<K, V> next() {
                    Entry entry = entries.next();
                    return Map.entry((K) entry.key, (V) entry.value);
                }
            };
        };
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof HashTrie<?, ?> that) || size != that.size) {
            return false;
        }
        @SuppressWarnings("unchecked")
        HashTrie<Object, Object> theirs = (HashTrie<Object, Object>) that;
        for (Iterator<Entry> i = new EntryIterator(root); i.hasNext(); ) {
            Entry entry = i.next();
            if (!entry.value.equals(theirs.get(entry.key))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (Iterator<Entry> i = new EntryIterator(root); i.hasNext(); ) {
            Entry entry = i.next();
            sum += entry.hash ^ entry.value.hashCode();
        }
        return sum;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        for (Iterator<Entry> i = new EntryIterator(root); i.hasNext(); ) {
            Entry entry = i.next();
            out.append(out.length() == 1 ? "" : ", ")
                    .append(entry.key)
                    .append('=')
                    .append(entry.value);
        }
        return out.append('}').toString();
    }

    /** Many keys differ in their low bits only, or in their high bits only; each level looks at five bits. */
    private static int spread(int hash) {
        return hash ^ (hash >>> 15) ^ (hash << 9);
    }

    private static Branch insert(Branch branch, int shift, Entry entry) {
        int bit = bit(entry.hash, shift);
        int at = branch.indexOf(bit);
        if ((branch.bitmap & bit) == 0) {
            Object[] slots = new Object[branch.slots.length + 1];
            System.arraycopy(branch.slots, 0, slots, 0, at);
            slots[at] = entry;
            System.arraycopy(branch.slots, at, slots, at + 1, branch.slots.length - at);
            return new Branch(branch.bitmap | bit, slots);
        }
        return branch.replacing(at, merge(branch.slots[at], shift + BITS, entry));
    }

    private static Object merge(Object slot, int shift, Entry entry) {
        if (slot instanceof Branch branch) {
            return insert(branch, shift, entry);
        }
        if (slot instanceof Entry there) {
            if (there.key.equals(entry.key)) {
                return entry;
            }
            return there.hash == entry.hash
                    ? new Collision(entry.hash, new Entry[] {there, entry})
                    : fork(there, there.hash, shift, entry);
        }
        Collision collision = (Collision) slot;
        return collision.hash == entry.hash ? collision.with(entry) : fork(collision, collision.hash, shift, entry);
    }

    /** A branch holding something that was there and a new entry of another hash. */
    private static Branch fork(Object there, int hash, int shift, Entry entry) {
        return insert(new Branch(bit(hash, shift), new Object[] {there}), shift, entry);
    }

    /** What is left of {@code slot} without {@code key}, which is in it; null when nothing is. */
    private static Object remove(Object slot, int shift, int hash, Object key) {
        if (slot instanceof Entry) {
            return null;
        }
        if (slot instanceof Collision collision) {
            return collision.without(key);
        }
        Branch branch = (Branch) slot;
        int bit = bit(hash, shift);
        int at = branch.indexOf(bit);
        Object left = remove(branch.slots[at], shift + BITS, hash, key);
        if (left != null) {
            // A lone entry moves up, so that equal maps have no chains of one-way branches left behind.
            return shift > 0 && branch.slots.length == 1 && !(left instanceof Branch)
                    ? left
                    : branch.replacing(at, left);
        }
        if (shift > 0 && branch.slots.length == 2 && !(branch.slots[1 - at] instanceof Branch)) {
            return branch.slots[1 - at];
        }
        Object[] slots = new Object[branch.slots.length - 1];
        System.arraycopy(branch.slots, 0, slots, 0, at);
        System.arraycopy(branch.slots, at + 1, slots, at, slots.length - at);
        return slots.length == 0 && shift > 0 ? null : new Branch(branch.bitmap & ~bit, slots);
    }

    private static int bit(int hash, int shift) {
        return 1 << ((hash >>> shift) & MASK);
    }

    private static final class Entry {
        final int hash;
        final Object key;
        final Object value;

        Entry(int hash, Object key, Object value) {
            this.hash = hash;
            this.key = key;
            this.value = value;
        }
    }

    private static final class Branch {
        final int bitmap;
        final Object[] slots;

        Branch(int bitmap, Object[] slots) {
            this.bitmap = bitmap;
            this.slots = slots;
        }

        Object slot(int hash, int shift) {
            int bit = bit(hash, shift);
            return (bitmap & bit) == 0 ? null : slots[indexOf(bit)];
        }

        int indexOf(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        Branch replacing(int at, Object slot) {
            Object[] copy = slots.clone();
            copy[at] = slot;
            return new Branch(bitmap, copy);
        }
    }

    private static final class Collision {
        final int hash;
        final Entry[] entries;

        Collision(int hash, Entry[] entries) {
            this.hash = hash;
            this.entries = entries;
        }

        int indexOf(Object key) {
            for (int i = 0; i < entries.length; i++) {
                if (entries[i].key.equals(key)) {
                    return i;
                }
            }
            return -1;
        }

        Collision with(Entry entry) {
            int at = indexOf(entry.key);
            Entry[] copy = Arrays.copyOf(entries, at < 0 ? entries.length + 1 : entries.length);
            copy[at < 0 ? entries.length : at] = entry;
            return new Collision(hash, copy);
        }

        Object without(Object key) {
            int at = indexOf(key);
            if (entries.length == 2) {
                return entries[1 - at];
            }
            Entry[] copy = Arrays.copyOf(entries, entries.length - 1);
            System.arraycopy(entries, at + 1, copy, at, copy.length - at);
            return new Collision(hash, copy);
        }
    }

    private static final class EntryIterator implements Iterator<Entry> {
        private final Deque<Object> pending = new ArrayDeque<>();

        EntryIterator(Branch root) {
            pending.push(root);
        }

        @Override
        public boolean hasNext() {
            while (!pending.isEmpty() && !(pending.peek() instanceof Entry)) {
                Object top = pending.pop();
                Object[] slots = top instanceof Branch branch ? branch.slots : ((Collision) top).entries;
                for (int i = slots.length - 1; i >= 0; i--) {
                    pending.push(slots[i]);
                }
            }
            return !pending.isEmpty();
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return (Entry) pending.pop();
        }
    }
}
