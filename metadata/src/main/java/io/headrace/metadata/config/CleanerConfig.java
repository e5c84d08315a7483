package io.headrace.metadata.config;

import java.util.Map;

/** The settings of compaction, typed. Immutable. Sizes are in bytes, times in milliseconds. */
public final class CleanerConfig {

    private final Map<String, Object> values;

    CleanerConfig(Map<String, Object> values) {
        this.values = values;
    }

    /** "log.cleaner.enable": whether logs are compacted at all. */
    public boolean enabled() {
        return (Boolean) values.get(CleanerKeys.ENABLE);
    }

    /** "log.cleaner.threads": how many logs may be compacted at a time. */
    public int threads() {
        return (Integer) values.get(CleanerKeys.THREADS);
    }

    /** "log.cleaner.io.max.bytes.per.second": what all compactions may read and write. */
    public double ioMaxBytesPerSecond() {
        return (Double) values.get(CleanerKeys.IO_MAX_BYTES_PER_SECOND);
    }

    /** "log.cleaner.dedupe.buffer.size": memory of all compactions for keys. */
    public long dedupeBufferSize() {
        return (Long) values.get(CleanerKeys.DEDUPE_BUFFER_SIZE);
    }

    /** "log.cleaner.io.buffer.load.factor": how full that may get. */
    public double loadFactor() {
        return (Double) values.get(CleanerKeys.IO_BUFFER_LOAD_FACTOR);
    }

    /** "log.cleaner.io.buffer.size": memory of all compactions for reading and writing. */
    public int ioBufferSize() {
        return (Integer) values.get(CleanerKeys.IO_BUFFER_SIZE);
    }

    /** "log.cleaner.backoff.ms": how long a log with something to compact waits. */
    public long backoffMs() {
        return (Long) values.get(CleanerKeys.BACKOFF_MS);
    }
}
