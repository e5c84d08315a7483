package io.headrace.log.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyMapTest {

    /** The first ones of the 64 published with the reference implementation, for the key 00 01 .. 0f. */
    @Test
    void theHashIsSipHashWith128Bits() {
        KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        String[] published = {
            "a3817f04ba25a8e66df67214c7550293",
            "da87c1d86b99af44347659119b22fc45",
            "8177228da4a45dc7fca38bdef60affe4",
            "9c70b60c5267a94e5f33b6b02985ed51",
            "f88164c12d9c8faf7d0f6e7c7bcd5579",
            "1368875980776f8854527a07690e9627",
            "14eeca338b208613485ea0308fd7a15e",
            "a1f1ebbed8dbc153c0b84aa61ff08239",
            "3b62a9ba6258f5610f83e264f31497b4"
        };
        byte[] input = new byte[published.length];
        for (int size = 0; size < published.length; size++) {
            input[size] = (byte) size;
            hash.hash(ByteBuffer.wrap(input, 0, size));
            ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            out.putLong(hash.low()).putLong(hash.high());
            StringBuilder hex = new StringBuilder();
            for (byte each : out.array()) {
                hex.append(String.format("%02x", each));
            }
            assertEquals(published[size], hex.toString(), "of " + size + " bytes");
        }
    }

    @Test
    void aSecretDiffersFromRunToRun() {
        KeyHash one = KeyHash.random();
        KeyHash other = KeyHash.random();
        one.hash(key("k"));
        other.hash(key("k"));
        assertNotEquals(one.low(), other.low());
    }

    @Test
    void itKnowsWhatAMapKnows() {
        Random random = new Random(3);
        KeyMap map = new KeyMap(1 << 20, 0.9, 5000);
        Map<String, Long> expected = new HashMap<>();
        for (long offset = 0; offset < 20_000; offset++) {
            String key = "key-" + random.nextInt(4000);
            assertTrue(map.put(key(key), offset));
            expected.put(key, offset);
        }
        assertEquals(expected.size(), map.size());
        expected.forEach((key, offset) -> assertEquals(offset, map.offset(key(key))));
        assertEquals(-1, map.offset(key("never")));
    }

    @Test
    void memoryIsBoundedAndWhatFitsStays() {
        KeyMap map = new KeyMap(24 * 100, 0.9, 1_000_000);
        assertTrue(map.sizeInBytes() <= 2400);
        int count = 0;
        while (map.put(key("k" + count), count)) {
            count++;
        }
        assertEquals(90, count);
        assertEquals(90, map.capacity());
        assertTrue(map.put(key("k7"), 1000), "a key that is there needs no room");
        assertFalse(map.put(key("one more"), 1001));
        assertEquals(1000, map.offset(key("k7")));
        assertEquals(-1, map.offset(key("one more")));
    }

    @Test
    void aShortLogNeedsLittleMemory() {
        assertTrue(new KeyMap(1L << 40, 0.9, 10).sizeInBytes() < 1000);
    }

    @Test
    void evenTheSmallestMapHoldsAKey() {
        KeyMap map = new KeyMap(1, 0.01, 1);
        assertTrue(map.put(key("k"), 0));
        assertEquals(-1, map.offset(key("l")));
    }

    private static ByteBuffer key(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
