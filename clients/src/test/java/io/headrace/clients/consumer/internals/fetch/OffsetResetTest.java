package io.headrace.clients.consumer.internals.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetResetTest {

    private static OffsetReset parse(String value) {
        return OffsetReset.parse("auto.offset.reset", value);
    }

    @Test
    void knowsTheEndsByTheirNumbers() {
        assertEquals(-2, parse("earliest").queryTimestamp(5));
        assertEquals(-1, parse("latest").queryTimestamp(5));
    }

    @Test
    void noneAsksForNothing() {
        assertTrue(parse("none").refuses());
        assertThrows(IllegalStateException.class, () -> parse("none").queryTimestamp(0));
    }

    @Test
    void aDurationCountsFromNowAndNotBelowZero() {
        assertEquals(3_600_000, parse("by_duration:PT1H").queryTimestamp(7_200_000));
        assertEquals(0, parse("by_duration:P7D").queryTimestamp(1_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sometimes",
                "LATEST",
                "None",
                "BY_DURATION:PT1H",
                "by_duration:",
                "by_duration:1h",
                "by_duration:-PT1H"
            })
    void refusesAnythingElseAndNamesTheSetting(String value) {
        ConfigException e = assertThrows(ConfigException.class, () -> parse(value));
        assertTrue(e.getMessage().contains("auto.offset.reset"), e.getMessage());
    }
}
