package io.headrace.protocol.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {

    @Test
    void notationsOfTheDefinitions() {
        assertEquals(new Versions(3, 3), Versions.parse("3"));
        assertEquals(new Versions(3, 7), Versions.parse(" 3-7 "));
        assertEquals(new Versions(3, Versions.OPEN), Versions.parse("3+"));
        assertEquals(Versions.NONE, Versions.parse("none"));
        assertThrows(NumberFormatException.class, () -> Versions.parse("many"));
        for (String text : List.of("3", "3-7", "3+", "none")) {
            assertEquals(text, Versions.parse(text).toString());
        }
    }

    @Test
    void rangesMeet() {
        assertEquals(new Versions(4, 7), new Versions(2, 7).intersect(new Versions(4, 9)));
        assertEquals(Versions.NONE, new Versions(2, 3).intersect(new Versions(4, 9)));
        assertTrue(new Versions(2, 3).covers(Versions.NONE));
        assertFalse(Versions.NONE.covers(new Versions(2, 3)));
    }

    @Test
    void conditionsAreShortestAndRight() {
        Versions possible = new Versions(2, 9);
        assertEquals("true", VersionCondition.of(new Versions(0, Versions.OPEN), possible));
        assertEquals("false", VersionCondition.of(new Versions(10, 12), possible));
        assertEquals("version >= 5", VersionCondition.of(new Versions(5, Versions.OPEN), possible));
        assertEquals("version <= 5", VersionCondition.of(new Versions(0, 5), possible));
        assertEquals("version == 4", VersionCondition.of(new Versions(4, 4), possible));
        assertEquals("version >= 4 && version <= 6", VersionCondition.of(new Versions(4, 6), possible));
        assertEquals("version < 5", VersionCondition.not("version >= 5"));
        assertEquals("version > 5", VersionCondition.not("version <= 5"));
        assertEquals("version != 4", VersionCondition.not("version == 4"));
        assertEquals("!(version >= 4 && version <= 6)", VersionCondition.not("version >= 4 && version <= 6"));
        assertEquals("false", VersionCondition.not("true"));
        assertEquals("true", VersionCondition.not("false"));
    }
}
