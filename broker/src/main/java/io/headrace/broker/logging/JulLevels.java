package io.headrace.broker.logging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** The levels of java.util.logging. */
final class JulLevels implements LogLevels {

    /** In the order of {@link LogLevels#LEVELS}. */
    private static final List<Level> JUL =
            List.of(Level.OFF, Level.SEVERE, Level.WARNING, Level.INFO, Level.FINE, Level.FINEST);

    /** The log manager forgets loggers that nobody holds, and their levels with them. */
    private final Map<String, Logger> held = new ConcurrentHashMap<>();

    @Override
    public SortedMap<String, String> levels() {
        SortedMap<String, String> levels = new TreeMap<>();
        LogManager manager = LogManager.getLogManager();
        List<String> names = new ArrayList<>(Collections.list(manager.getLoggerNames()));
        for (String name : names) {
            Logger logger = manager.getLogger(name);
            if (logger != null) {
                levels.put(name.isEmpty() ? ROOT : name, nameOf(effective(logger)));
            }
        }
        return levels;
    }

    @Override
    public void set(String logger, String level) {
        held.computeIfAbsent(logger, JulLevels::named).setLevel(JUL.get(LEVELS.indexOf(level)));
    }

    @Override
    public void unset(String logger) {
        Logger known = held.remove(logger);
        (known == null ? named(logger) : known).setLevel(null);
    }

    private static Logger named(String logger) {
        return Logger.getLogger(logger.equals(ROOT) ? "" : logger);
    }

    private static Level effective(Logger logger) {
        Logger each = logger;
        while (each.getLevel() == null && each.getParent() != null) {
            each = each.getParent();
        }
        return each.getLevel() == null ? Level.INFO : each.getLevel();
    }

    /** The level that lets the same through; java.util.logging has some in between. */
    private static String nameOf(Level level) {
        for (int i = 0; i < JUL.size(); i++) {
            if (level.intValue() >= JUL.get(i).intValue()) {
                return LEVELS.get(i);
            }
        }
        return LEVELS.get(LEVELS.size() - 1);
    }
}
