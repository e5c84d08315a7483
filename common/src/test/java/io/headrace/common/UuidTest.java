package io.headrace.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidTest {
    @Test
    void isWrittenReadHashedAndOrderedAsByApache() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Uuid a = new Uuid(random.nextLong(), random.nextLong());
            Uuid b = new Uuid(
                    random.nextInt(10) == 0 ? a.getMostSignificantBits() : random.nextLong(), random.nextLong());
            org.apache.kafka.common.Uuid apacheA = apache(a);
            org.apache.kafka.common.Uuid apacheB = apache(b);

            assertEquals(apacheA.toString(), a.toString(), "seed " + seed);
            assertEquals(a, Uuid.fromString(apacheA.toString()), "seed " + seed);
            assertEquals(apacheA.hashCode(), a.hashCode(), "seed " + seed);
            assertEquals(Integer.signum(apacheA.compareTo(apacheB)), Integer.signum(a.compareTo(b)), "seed " + seed);
        }
    }

    private static org.apache.kafka.common.Uuid apache(Uuid uuid) {
        return new org.apache.kafka.common.Uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    @Test
    void randomOnesNeverStartWithADash() {
        for (int i = 0; i < 10_000; i++) {
            Uuid uuid = Uuid.randomUuid();
            assertFalse(uuid.toString().startsWith("-"));
            assertFalse(Uuid.RESERVED.contains(uuid));
        }
    }

    @Test
    void reserved() {
        assertEquals("AAAAAAAAAAAAAAAAAAAAAA", Uuid.ZERO_UUID.toString());
        assertEquals("AAAAAAAAAAAAAAAAAAAAAQ", Uuid.ONE_UUID.toString());
        assertEquals(Uuid.ONE_UUID, Uuid.METADATA_TOPIC_ID);
        assertEquals(Set.of(Uuid.ZERO_UUID, Uuid.ONE_UUID), Uuid.RESERVED);
    }

    @Test
    void paddingIsAccepted() {
        assertEquals(Uuid.ONE_UUID, Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ=="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aaa",
                "aaaaaaaaaaaaaaaaaaaaa+",
                "aaaaaaaaaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaa ä"
            })
    void badTextIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Uuid.fromString(text));
        assertThrows(IllegalArgumentException.class, () -> org.apache.kafka.common.Uuid.fromString(text));
    }

    @Test
    void listsAndArrays() {
        Uuid[] array = {Uuid.ONE_UUID, Uuid.ZERO_UUID};
        assertEquals(List.of(array), Uuid.toList(array));
        assertEquals(List.of(array), List.of(Uuid.toArray(List.of(array))));
        assertNull(Uuid.toList(null));
        assertNull(Uuid.toArray(null));
    }
}
