package io.headrace.broker.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JulLevelsTest {

    private static final String PARENT = "io.headrace.jul-levels-test";
    private static final String CHILD = PARENT + ".child";

    private final Logger root = Logger.getLogger("");
    private final Level rootBefore = root.getLevel();
    private final Logger parent = Logger.getLogger(PARENT);
    private final Logger child = Logger.getLogger(CHILD);
    private final JulLevels levels = new JulLevels();

    @AfterEach
    void restore() {
        root.setLevel(rootBefore);
        parent.setLevel(null);
        child.setLevel(null);
    }

    @Test
    void aLevelCountsForTheLoggerAndWhatIsBelowIt() {
        levels.set(PARENT, "TRACE");
        assertEquals("TRACE", levels.levels().get(CHILD));
        assertTrue(child.isLoggable(Level.FINEST));
        levels.set(CHILD, "ERROR");
        assertFalse(child.isLoggable(Level.WARNING));
        assertTrue(child.isLoggable(Level.SEVERE));
        levels.unset(CHILD);
        assertEquals("TRACE", levels.levels().get(CHILD));
        levels.unset(PARENT);
        levels.set(LogLevels.ROOT, "WARN");
        assertEquals("WARN", levels.levels().get(CHILD));
        assertEquals("WARN", levels.levels().get(LogLevels.ROOT));
    }

    @Test
    void eachLevelIsReadAsItWasWritten() {
        for (String level : LogLevels.LEVELS) {
            levels.set(PARENT, level);
            assertEquals(level, levels.levels().get(PARENT));
        }
    }

    @Test
    void levelsInBetweenAreWhatTheyLetThrough() {
        parent.setLevel(Level.CONFIG);
        assertEquals("DEBUG", levels.levels().get(PARENT));
        parent.setLevel(Level.FINER);
        assertEquals("TRACE", levels.levels().get(PARENT));
        parent.setLevel(Level.ALL);
        assertEquals("TRACE", levels.levels().get(PARENT));
    }
}
