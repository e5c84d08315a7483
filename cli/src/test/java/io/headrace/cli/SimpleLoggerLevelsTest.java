package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.logging.LogLevels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's loggers as the command has them: with slf4j-simple. */
class SimpleLoggerLevelsTest {

    private static final Logger A = LoggerFactory.getLogger("levels-test.a");
    private static final Logger B = LoggerFactory.getLogger("levels-test.b");

    private final LogLevels levels = LogLevels.ofBackend();
    private final String rootBefore = levels.levels().get(LogLevels.ROOT);

    @AfterEach
    void restore() {
        levels.unset(A.getName());
        levels.unset(B.getName());
        levels.set(LogLevels.ROOT, rootBefore);
    }

    @Test
    void aLevelCountsForOneLogger() {
        assertNull(levels.unavailable());
        levels.set(A.getName(), "TRACE");
        assertTrue(A.isTraceEnabled());
        assertFalse(B.isTraceEnabled());
        assertEquals("TRACE", levels.levels().get(A.getName()));
        levels.unset(A.getName());
        assertFalse(A.isTraceEnabled());
        assertEquals(rootBefore, levels.levels().get(A.getName()));
    }

    @Test
    void theRootCountsForAllThatHaveNoneOfTheirOwn() {
        levels.set(A.getName(), "ERROR");
        levels.set(LogLevels.ROOT, "DEBUG");
        assertFalse(A.isWarnEnabled());
        assertTrue(B.isDebugEnabled());
        assertTrue(LoggerFactory.getLogger("levels-test.made-later").isDebugEnabled());
        levels.unset(A.getName());
        assertTrue(A.isDebugEnabled());
    }

    @Test
    void whatWasSetAtTheStartIsOfItsOwn() {
        System.setProperty("org.slf4j.simpleLogger.log.levels-test.configured", "warn");
        Logger configured = LoggerFactory.getLogger("levels-test.configured");
        levels.set(LogLevels.ROOT, "TRACE");
        assertFalse(configured.isInfoEnabled());
        assertTrue(B.isTraceEnabled());
        levels.set(LogLevels.ROOT, "ERROR");
        assertTrue(configured.isWarnEnabled());
    }

    @Test
    void eachLevelIsReadAsItWasWritten() {
        for (String level : LogLevels.LEVELS) {
            levels.set(A.getName(), level);
            assertEquals(level, levels.levels().get(A.getName()));
            levels.set(LogLevels.ROOT, level);
            assertEquals(level, levels.levels().get(LogLevels.ROOT));
        }
    }
}
