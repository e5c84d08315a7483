package io.headrace.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.ConfigEntry.ConfigType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SettingValueTest {
    @Test
    void timesAndAmountsMayHaveUnits() {
        assertEquals("604800000", canonical("retention.ms", ConfigType.LONG, "7d"));
        assertEquals("604800000", canonical("retention.ms", ConfigType.LONG, " 1w "));
        assertEquals("5400000", canonical("retention.ms", ConfigType.LONG, "1h30m"));
        assertEquals("250", canonical("retention.ms", ConfigType.LONG, "250ms"));
        assertEquals("-1", canonical("retention.ms", ConfigType.LONG, "-1"));
        assertEquals("1073741824", canonical("segment.bytes", ConfigType.INT, "1GiB"));
        assertEquals("1000000", canonical("segment.bytes", ConfigType.INT, "1MB"));
        assertEquals("12", canonical("segment.bytes", ConfigType.INT, "12B"));
        assertEquals("86400000", canonical("x.ms", ConfigType.UNKNOWN, "1d"));
    }

    @Test
    void whatMeansTheSameIsWrittenTheSame() {
        assertEquals("1000", canonical("flush.messages", ConfigType.LONG, "01000"));
        assertEquals("true", canonical("preallocate", ConfigType.BOOLEAN, "TRUE"));
        assertEquals("0.5", canonical("min.cleanable.dirty.ratio", ConfigType.DOUBLE, ".50"));
        assertEquals("compact,delete", canonical("cleanup.policy", ConfigType.LIST, " compact , delete"));
        assertTrue(SettingValue.same("cleanup.policy", "compact,delete", "delete,compact"));
        assertFalse(SettingValue.same("other.list", "compact,delete", "delete,compact"));
    }

    @Test
    void whatIsWrongIsNamedWithWhatIsAllowed() {
        assertRefused(
                "'7x' is not a time: milliseconds, or with a unit of ms, s, m, h, d, w, as in 7d or 1h30m",
                "retention.ms",
                ConfigType.LONG,
                "7x");
        assertRefused(
                "'1G' is not an amount of bytes: a whole number, or one with a unit of KiB, MiB, GiB, TiB, kB, MB, GB, TB",
                "segment.bytes",
                ConfigType.INT,
                "1G");
        assertRefused("'4GiB' is too large: at most 2147483647", "segment.bytes", ConfigType.INT, "4GiB");
        assertRefused(
                "'9223372036854775807d' is too large: at most 9223372036854775807",
                "retention.ms",
                ConfigType.LONG,
                "9223372036854775807d");
        assertRefused("'many' is no whole number of 64 bits", "flush.messages", ConfigType.LONG, "many");
        assertRefused("'yes' is neither true nor false", "preallocate", ConfigType.BOOLEAN, "yes");
        assertRefused("'NaN' is no number", "min.cleanable.dirty.ratio", ConfigType.DOUBLE, "NaN");
    }

    @Test
    void valuesAreShownWithTheUnitThatComesOutEven() {
        assertEquals("7d", SettingValue.shown("retention.ms", "604800000"));
        assertEquals("36h", SettingValue.shown("retention.ms", "129600000"));
        assertEquals("1500ms", SettingValue.shown("retention.ms", "1500"));
        assertEquals("-1", SettingValue.shown("retention.ms", "-1"));
        assertEquals("0", SettingValue.shown("retention.ms", "0"));
        assertEquals("9223372036854775807", SettingValue.shown("flush.ms", "9223372036854775807"));
        assertEquals("1GiB", SettingValue.shown("segment.bytes", "1073741824"));
        assertEquals("1048588", SettingValue.shown("max.message.bytes", "1048588"));
        assertEquals("1048576", SettingValue.shown("flush.messages", "1048576"));
        assertEquals("10MiB", SettingValue.shownLimit("producer_byte_rate", 10 * 1024 * 1024));
        assertEquals("12.5", SettingValue.shownLimit("request_percentage", 12.5));
    }

    @Test
    void limitsAreNumbersAndByteRatesMayHaveUnits() {
        assertEquals(1024 * 1024, SettingValue.limit("producer_byte_rate", "1MiB"));
        assertEquals(0.5, SettingValue.limit("request_percentage", "0.5"));
        assertEquals(
                "'0' is no limit: it is larger than 0",
                assertThrows(IllegalArgumentException.class, () -> SettingValue.limit("request_percentage", "0"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> SettingValue.limit("request_percentage", "1MiB"));
    }

    @Test
    void whatIsShownMeansWhatItShows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String name = random.nextBoolean() ? "a.ms" : "a.bytes";
            long value = random.nextLong() >> random.nextInt(63);
            String shown = SettingValue.shown(name, Long.toString(value));
            assertEquals(
                    Long.toString(value), canonical(name, ConfigType.LONG, shown), () -> shown + " with seed " + seed);
        }
    }

    private static String canonical(String name, ConfigType type, String text) {
        return SettingValue.canonical(name, type, text);
    }

    private static void assertRefused(String message, String name, ConfigType type, String text) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> canonical(name, type, text))
                        .getMessage());
    }
}
