package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "10m,PT10M", "2h,PT2H", "7d,P7D", "4w,P28D", "PT1H30M,PT1H30M", "p1d,P1D"})
    void durationsAreWrittenShortOrAsIso(String text, String iso) {
        assertEquals(Duration.parse(iso), Times.parseDuration("--back", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "-1h", "-PT1H", "1y", "an hour"})
    void whatIsNoDurationIsNamed(String text) {
        assertEquals(
                "--back '" + text + "' is no duration: it is written 500ms, 30s, 10m, 2h, 7d, 4w, or PT1H30M",
                assertThrows(CommandFailure.class, () -> Times.parseDuration("--back", text))
                        .getMessage());
    }

    @Test
    void partitionsAreNamedWithTheirTopic() {
        assertEquals(
                "PartitionChoice[topic=a, partitions=[]]",
                PartitionChoice.parse("-t", "a").toString());
        assertEquals(
                "PartitionChoice[topic=a, partitions=[0, 2]]",
                PartitionChoice.parse("-t", "a:0,2").toString());
        for (String wrong : new String[] {"", ":1", "a:", "a:x", "a:1,,2", "a:-1"}) {
            assertEquals(
                    "-t '" + wrong + "' names no partitions: it is written TOPIC, or TOPIC:0,2 for some of them",
                    assertThrows(CommandFailure.class, () -> PartitionChoice.parse("-t", wrong))
                            .getMessage());
        }
    }
}
