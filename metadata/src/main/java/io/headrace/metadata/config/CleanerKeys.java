package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.Validator;
import io.headrace.common.config.ConfigException;
import java.util.Set;

/** The broker's settings for compaction. {@link CleanerConfig} has them typed. */
final class CleanerKeys {
    static final String BACKOFF_MS = "log.cleaner.backoff.ms";
    static final String DEDUPE_BUFFER_SIZE = "log.cleaner.dedupe.buffer.size";
    static final String ENABLE = "log.cleaner.enable";
    static final String IO_BUFFER_LOAD_FACTOR = "log.cleaner.io.buffer.load.factor";
    static final String IO_BUFFER_SIZE = "log.cleaner.io.buffer.size";
    static final String IO_MAX_BYTES_PER_SECOND = "log.cleaner.io.max.bytes.per.second";
    static final String THREADS = "log.cleaner.threads";

    /** Those that count from the next compaction on when they are changed at run time. */
    static final Set<String> DYNAMIC = Set.of(
            BACKOFF_MS, DEDUPE_BUFFER_SIZE, IO_BUFFER_LOAD_FACTOR, IO_BUFFER_SIZE, IO_MAX_BYTES_PER_SECOND, THREADS);

    private static final long LEAST_DEDUPE_BYTES_PER_THREAD = 1024 * 1024;

    private CleanerKeys() {}

    /** Adds the settings to those of the broker. */
    static void define(ConfigDef def) {
        define(
                def,
                ENABLE,
                ConfigDef.Type.BOOLEAN,
                true,
                null,
                "Whether logs are compacted at all. Without, a compacted topic grows without limit, the topics of"
                        + " committed offsets and of transactions included.");
        define(
                def,
                THREADS,
                ConfigDef.Type.INT,
                1,
                Range.atLeast(0),
                "How many logs may be compacted at the same time. The threads start when there is work.");
        define(
                def,
                IO_MAX_BYTES_PER_SECOND,
                ConfigDef.Type.DOUBLE,
                Double.MAX_VALUE,
                CleanerKeys::aboveZero,
                "How many bytes per second all compactions together may read and write.");
        define(
                def,
                DEDUPE_BUFFER_SIZE,
                ConfigDef.Type.LONG,
                128L * 1024 * 1024,
                Range.atLeast(LEAST_DEDUPE_BYTES_PER_THREAD),
                "How much memory, in bytes, all compactions together may take to remember keys; what does not fit is"
                        + " done in several passes. It is taken while a compaction runs, as far as it needs it, and a"
                        + " quarter of the heap at most.");
        define(
                def,
                IO_BUFFER_SIZE,
                ConfigDef.Type.INT,
                512 * 1024,
                Range.atLeast(1024),
                "How much memory, in bytes, all compactions together may take to read and write.");
        define(
                def,
                IO_BUFFER_LOAD_FACTOR,
                ConfigDef.Type.DOUBLE,
                0.9,
                CleanerKeys::partOfOne,
                "How full the memory for keys may get, above 0 and up to 1. Fuller means fewer passes, and longer ways to"
                        + " find a key.");
        define(
                def,
                BACKOFF_MS,
                ConfigDef.Type.LONG,
                15_000L,
                Range.atLeast(0),
                "How long a log waits, in milliseconds, between having something to compact and the look at whether it is"
                        + " time.");
    }

    private static void aboveZero(String name, Object value) {
        if (value == null || !((Double) value > 0)) {
            throw new ConfigException(name, value, "has to be above 0");
        }
    }

    private static void partOfOne(String name, Object value) {
        if (value == null || !((Double) value > 0) || (Double) value > 1) {
            throw new ConfigException(name, value, "has to be above 0, and at most 1");
        }
    }

    private static void define(
            ConfigDef def,
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            String documentation) {
        def.define(name, type, defaultValue, validator, Importance.MEDIUM, documentation);
    }
}
