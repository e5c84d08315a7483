package io.headrace.metadata.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTrieTest {

    /** A key whose hash is chosen, so that paths are shared and hashes collide. */
    private record Key(int id, int hashBits) {
        @Override
        public int hashCode() {
            return hashBits == 0 ? 7 : id & hashBits;
        }
    }

    @ParameterizedTest(name = "hash bits {0}")
    @ValueSource(ints = {0, 0x3, 0xF, 0xF0000000, 0xFFFF, -1})
    void saysWhatAHashMapSaysAfterAnyChanges(int hashBits) {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            Map<Key, Integer> expected = new HashMap<>();
            HashTrie<Key, Integer> trie = HashTrie.empty();
            for (int step = 0; step < 400; step++) {
                int id = random.nextInt(60);
                Key key = new Key(hashBits == 0xF0000000 ? id << 28 | id : id, hashBits);
                if (random.nextInt(5) < 3) {
                    expected.put(key, step);
                    trie = trie.with(key, step);
                } else {
                    expected.remove(key);
                    trie = trie.without(key);
                }
                String where = "seed " + seed + " step " + step;
                assertEquals(expected.size(), trie.size(), where);
                assertEquals(expected.get(key), trie.get(key), where);
            }
            assertEquals(expected, contents(trie), "seed " + seed);
        }
    }

    @Test
    void anOlderMapIsNotChangedByWhatIsMadeOfIt() {
        Random random = new Random(42);
        List<HashTrie<Key, Integer>> versions = new ArrayList<>();
        List<Map<Key, Integer>> contents = new ArrayList<>();
        HashTrie<Key, Integer> trie = HashTrie.empty();
        for (int i = 0; i < 300; i++) {
            Key key = new Key(random.nextInt(100), random.nextBoolean() ? 0x7 : -1);
            trie = random.nextInt(3) == 0 ? trie.without(key) : trie.with(key, i);
            versions.add(trie);
            contents.add(contents(trie));
        }
        for (int i = 0; i < versions.size(); i++) {
            assertEquals(contents.get(i), contents(versions.get(i)), "version " + i);
        }
    }

    @Test
    void mapsWithTheSameContentsAreEqualWhicheverWayTheyCameAbout() {
        HashTrie<String, Integer> one = HashTrie.empty();
        HashTrie<String, Integer> other = HashTrie.empty();
        for (int i = 0; i < 100; i++) {
            one = one.with("k" + i, i);
            other = other.with("k" + (99 - i), 99 - i).with("gone" + i, i);
        }
        for (int i = 0; i < 100; i++) {
            other = other.without("gone" + i);
        }
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        assertNotEquals(one, other.with("k1", -1));
        assertNotEquals(one, other.without("k1").with("else", 1));
    }

    @Test
    void takingAwayWhatIsNotThereGivesTheSameMap() {
        HashTrie<String, Integer> trie = HashTrie.<String, Integer>empty().with("a", 1);
        assertSame(trie, trie.without("b"));
        assertSame(HashTrie.empty(), trie.without("a"));
        assertNull(trie.get("b"));
    }

    @Test
    void refusesNullValues() {
        HashTrie<String, Integer> trie = HashTrie.empty();
        assertThrows(NullPointerException.class, () -> trie.with("a", null));
    }

    private static <K, V> Map<K, V> contents(HashTrie<K, V> trie) {
        Map<K, V> contents = new HashMap<>();
        for (Map.Entry<K, V> entry : trie.entries()) {
            assertNull(contents.put(entry.getKey(), entry.getValue()), "key twice: " + entry.getKey());
        }
        assertEquals(trie.size(), contents.size());
        assertEquals(trie.size(), trie.values().size());
        return contents;
    }
}
