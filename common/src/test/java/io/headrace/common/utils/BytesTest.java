package io.headrace.common.utils;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void comparesPrintsAndHashesAsApache() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] a = bytes(random);
            byte[] b = random.nextInt(4) == 0 ? a.clone() : bytes(random);
            var apacheA = org.apache.kafka.common.utils.Bytes.wrap(a);
            var apacheB = org.apache.kafka.common.utils.Bytes.wrap(b);

            assertEquals(
                    Integer.signum(apacheA.compareTo(apacheB)),
                    Integer.signum(Bytes.wrap(a).compareTo(Bytes.wrap(b))),
                    "seed " + seed);
            assertEquals(apacheA.equals(apacheB), Bytes.wrap(a).equals(Bytes.wrap(b)), "seed " + seed);
            assertEquals(apacheA.toString(), Bytes.wrap(a).toString(), "seed " + seed);
            assertEquals(apacheA.hashCode(), Bytes.wrap(a).hashCode(), "seed " + seed);
        }
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void comparesParts() {
        byte[] a = {9, 1, 2, 9};
        byte[] b = {1, 2, 3};
        assertEquals(0, Bytes.BYTES_LEXICO_COMPARATOR.compare(a, 1, 2, b, 0, 2));
        assertEquals(-1, Integer.signum(Bytes.BYTES_LEXICO_COMPARATOR.compare(a, 1, 2, b, 0, 3)));
    }

    @Test
    void increments() {
        assertArrayEquals(
                new byte[] {1, 0},
                Bytes.increment(Bytes.wrap(new byte[] {0, -1})).get());
        assertArrayEquals(
                new byte[] {0, 1},
                Bytes.increment(Bytes.wrap(new byte[] {0, 0})).get());
        assertThrows(IndexOutOfBoundsException.class, () -> Bytes.increment(Bytes.wrap(new byte[] {-1, -1})));
        assertThrows(IndexOutOfBoundsException.class, () -> Bytes.increment(Bytes.wrap(new byte[0])));
    }

    @Test
    void nulls() {
        assertNull(Bytes.wrap(null));
        assertThrows(NullPointerException.class, () -> new Bytes(null));
        assertNotEquals(Bytes.wrap(new byte[1]), null);
    }
}
