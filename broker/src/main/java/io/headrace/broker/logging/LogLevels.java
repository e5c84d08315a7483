package io.headrace.broker.logging;

import java.util.List;
import java.util.SortedMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The levels of this process's loggers. The root logger is called {@value #ROOT}, whatever the backend calls it.
 *
 * <p>Thread safe, as the backends are.
 */
public interface LogLevels {

    /** The name of the logger that all others inherit from. */
    String ROOT = "root";

    /** The levels that a logger can be given. */
    List<String> LEVELS = List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    /** Those of the backend that slf4j found. */
    static LogLevels ofBackend() {
        return of(LoggerFactory.getILoggerFactory());
    }

    /** Those of a backend; of one that is not known, {@link #unavailable} says why nothing can be done. */
    static LogLevels of(ILoggerFactory backend) {
        try {
            return switch (backend.getClass().getName()) {
                case "ch.qos.logback.classic.LoggerContext" -> new LogbackLevels(backend);
                case "org.slf4j.simple.SimpleLoggerFactory" -> new SimpleLoggerLevels(backend);
                case "org.slf4j.jul.JDK14LoggerFactory" -> new JulLevels();
                default -> new NoLevels(backend.getClass().getName() + " is not one whose levels can be changed");
            };
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new NoLevels(backend.getClass().getName() + " does not let its levels be changed: " + e);
        }
    }

    /** Why levels can be neither seen nor changed, or null when they can. */
    default String unavailable() {
        return null;
    }

    /** The level that counts for each logger there is, by name. */
    SortedMap<String, String> levels();

    /** Gives a logger that is in {@link #levels} one of {@link #LEVELS}. */
    void set(String logger, String level);

    /** Lets a logger that is in {@link #levels}, and not the root, inherit its level again. */
    void unset(String logger);
}
