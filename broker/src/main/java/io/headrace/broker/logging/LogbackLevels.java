package io.headrace.broker.logging;

import java.lang.reflect.Method;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** Logback's levels, through its public methods by reflection: the broker does not depend on it. */
final class LogbackLevels implements LogLevels {

    private static final String LOGBACK_ROOT = "ROOT";

    private final ILoggerFactory context;
    private final Method loggerList;
    private final Method effectiveLevel;
    private final Method setLevel;
    private final Method toLevel;

    LogbackLevels(ILoggerFactory context) throws ReflectiveOperationException {
        this.context = context;
        ClassLoader loader = context.getClass().getClassLoader();
        Class<?> logger = loader.loadClass("ch.qos.logback.classic.Logger");
        Class<?> level = loader.loadClass("ch.qos.logback.classic.Level");
        this.loggerList = context.getClass().getMethod("getLoggerList");
        this.effectiveLevel = logger.getMethod("getEffectiveLevel");
        this.setLevel = logger.getMethod("setLevel", level);
        this.toLevel = level.getMethod("toLevel", String.class);
    }

    @Override
    public SortedMap<String, String> levels() {
        SortedMap<String, String> levels = new TreeMap<>();
        for (Object each : (List<?>) call(loggerList, context)) {
            Logger logger = (Logger) each;
            String name = logger.getName().equals(LOGBACK_ROOT) ? ROOT : logger.getName();
            levels.put(name, call(effectiveLevel, logger).toString());
        }
        return levels;
    }

    @Override
    public void set(String logger, String level) {
        call(setLevel, named(logger), call(toLevel, null, level));
    }

    @Override
    public void unset(String logger) {
        call(setLevel, named(logger), (Object) null);
    }

    private Logger named(String logger) {
        return context.getLogger(logger.equals(ROOT) ? LOGBACK_ROOT : logger);
    }

    private static Object call(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("logback refused " + method.getName(), e);
        }
    }
}
