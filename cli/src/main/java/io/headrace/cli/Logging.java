package io.headrace.cli;

import java.util.Arrays;

/** Says what is logged, and how, before the first logger is made. Logs go to stderr. */
final class Logging {
    /** What is logged: this and what is worse. */
    enum Level {
        error,
        warn,
        info,
        debug,
        trace
    }

    private Logging() {}

    /** A broker tells what it does; a command only what went wrong. */
    static void configure(String[] args) {
        Level level = level(args);
        setDefault("defaultLogLevel", level.name());
        setDefault("showDateTime", "true");
        setDefault("dateTimeFormat", "yyyy-MM-dd HH:mm:ss.SSS");
        setDefault("showThreadName", "true");
        setDefault("showShortLogName", "true");
        if (level.compareTo(Level.info) > 0) {
            // What Netty says then, how it found its way about the machine, is of no use to whoever debugs a broker.
            setDefault("log.io.netty", "info");
        }
    }

    /** Looks before the command line is parsed: what parses it may log. A wrong level is refused there. */
    static Level level(String[] args) {
        for (int i = 0; i < args.length; i++) {
            String word = args[i];
            String value = word.startsWith("--log-level=")
                    ? word.substring("--log-level=".length())
                    : word.equals("--log-level") && i + 1 < args.length ? args[i + 1] : "";
            for (Level level : Level.values()) {
                if (level.name().equalsIgnoreCase(value)) {
                    return level;
                }
            }
        }
        return Arrays.asList(args).contains("broker") ? Level.info : Level.error;
    }

    private static void setDefault(String name, String value) {
        String property = "org.slf4j.simpleLogger." + name;
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
