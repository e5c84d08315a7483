package io.headrace.broker.logging;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/**
 * The levels of slf4j-simple, which has no way to change them but its fields. Its loggers inherit nothing once they are
 * made, so the root's level is handed to all that have none of their own.
 *
 * <p>Its fields are guarded by its monitor.
 */
final class SimpleLoggerLevels implements LogLevels {

    /** In the order of {@link LogLevels#LEVELS}. */
    private static final List<Integer> NUMBERS = List.of(50, 40, 30, 20, 10, 0);

    private final Map<?, ?> loggers;
    private final Field level;
    private final Object defaults;
    private final Field defaultLevel;
    private final Set<String> ownLevel = new HashSet<>();

    SimpleLoggerLevels(ILoggerFactory factory) throws ReflectiveOperationException {
        Class<?> simple = factory.getClass().getClassLoader().loadClass("org.slf4j.simple.SimpleLogger");
        Field map = accessible(factory.getClass().getDeclaredField("loggerMap"));
        this.loggers = (Map<?, ?>) map.get(factory);
        this.level = accessible(simple.getDeclaredField("currentLogLevel"));
        this.defaults = accessible(simple.getDeclaredField("CONFIG_PARAMS")).get(null);
        this.defaultLevel = accessible(defaults.getClass().getDeclaredField("defaultLogLevel"));
    }

    private static Field accessible(Field field) {
        field.setAccessible(true);
        return field;
    }

    @Override
    public synchronized SortedMap<String, String> levels() {
        SortedMap<String, String> levels = new TreeMap<>();
        levels.put(ROOT, nameOf(read(defaultLevel, defaults)));
        for (Object each : new ArrayList<>(loggers.values())) {
            levels.put(((Logger) each).getName(), nameOf(read(level, each)));
        }
        return levels;
    }

    @Override
    public synchronized void set(String logger, String name) {
        int number = NUMBERS.get(LEVELS.indexOf(name));
        if (!logger.equals(ROOT)) {
            ownLevel.add(logger);
            write(level, loggers.get(logger), number);
            return;
        }
        int before = read(defaultLevel, defaults);
        write(defaultLevel, defaults, number);
        for (Object each : new ArrayList<>(loggers.values())) {
            // Another level than the root's was given to it, by us or by the settings of the backend.
            if (!ownLevel.contains(((Logger) each).getName()) && read(level, each) == before) {
                write(level, each, number);
            }
        }
    }

    @Override
    public synchronized void unset(String logger) {
        ownLevel.remove(logger);
        write(level, loggers.get(logger), read(defaultLevel, defaults));
    }

    private static String nameOf(int number) {
        int index = NUMBERS.indexOf(number);
        return index < 0 ? Integer.toString(number) : LEVELS.get(index);
    }

    private static int read(Field field, Object target) {
        try {
            return field.getInt(target);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Field field, Object target, int value) {
        try {
            field.setInt(target, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
