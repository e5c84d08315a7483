package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingTest {
    @ParameterizedTest
    @CsvSource({
        "topics list, error",
        "broker --port 1, info",
        "broker --log-level WARN, warn",
        "--log-level debug topics list, debug",
        "consume t --log-level=trace, trace",
        "consume t --log-level loud, error",
        "consume t --log-level, error",
    })
    void theLevelIsFoundBeforeAnythingIsParsed(String commandLine, Logging.Level expected) {
        assertEquals(expected, Logging.level(commandLine.split(" ", -1)));
    }
}
