package io.headrace.common.config;

import java.util.Set;

/** The levels that the loggers of a broker can be set to ({@link ConfigResource.Type#BROKER_LOGGER}, KIP-412). Only constants. */
public class LogLevelConfig {
    /** The process cannot go on. */
    public static final String FATAL_LOG_LEVEL = "FATAL";

    /** Something failed, the process goes on. */
    public static final String ERROR_LOG_LEVEL = "ERROR";

    /** Something may need attention. */
    public static final String WARN_LOG_LEVEL = "WARN";

    /** What happens, in large steps. */
    public static final String INFO_LOG_LEVEL = "INFO";

    /** What happens, in small steps. */
    public static final String DEBUG_LOG_LEVEL = "DEBUG";

    /** Everything. */
    public static final String TRACE_LOG_LEVEL = "TRACE";

    /** All of them. */
    public static final Set<String> VALID_LOG_LEVELS =
            Set.of(FATAL_LOG_LEVEL, ERROR_LOG_LEVEL, WARN_LOG_LEVEL, INFO_LOG_LEVEL, DEBUG_LOG_LEVEL, TRACE_LOG_LEVEL);
}
