package io.headrace.log;

import io.headrace.log.file.FileIo;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * How a data directory is worked with.
 *
 * @param io how files are reached
 * @param disk runs what blocks, outliving the directory: fsync after a roll, closing files
 * @param recoveryThreads {@code num.recovery.threads.per.data.dir}: how many threads open logs at a time
 * @param producerExpirationMs {@code producer.id.expiration.ms}: how long an idle producer is remembered
 */
public record LogDirectoryConfig(FileIo io, Executor disk, int recoveryThreads, long producerExpirationMs) {

    /** Kafka's default for {@code producer.id.expiration.ms}: a day. */
    public static final long DEFAULT_PRODUCER_EXPIRATION_MS = 86_400_000;

    /** Checks the values. */
    public LogDirectoryConfig {
        Objects.requireNonNull(io, "io");
        Objects.requireNonNull(disk, "disk");
        if (recoveryThreads < 1) {
            throw new IllegalArgumentException("recoveryThreads: " + recoveryThreads);
        }
    }

    /** The machine's file system, two recovery threads, and producers remembered for a day. */
    public static LogDirectoryConfig of(Executor disk) {
        return new LogDirectoryConfig(FileIo.system(), disk, 2, DEFAULT_PRODUCER_EXPIRATION_MS);
    }
}
