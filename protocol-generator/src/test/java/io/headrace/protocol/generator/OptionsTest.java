package io.headrace.protocol.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OptionsTest {

    private static void refused(String reason, String... args) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ProtocolGenerator.main(args));
        assertEquals(reason + "\n" + Options.USAGE, e.getMessage());
    }

    @Test
    void wrongOptionsAreRefused() {
        refused("--from, --out and --package are needed");
        refused("unknown option --quick", "--quick", "yes");
        refused("--out needs a value", "--from", "a", "--out");
    }

    @Test
    void onlyNamesThatMatchAreIncluded() {
        Options all = Options.parse("--from", "a", "--out", "b", "--package", "c");
        assertTrue(all.includes("Anything"));
        Options some = Options.parse("--from", "a", "--out", "b", "--package", "c", "--only", "Offset*", "--only", "X");
        assertTrue(some.includes("OffsetCommitKey"));
        assertTrue(some.includes("X"));
        assertFalse(some.includes("XY"));
    }
}
