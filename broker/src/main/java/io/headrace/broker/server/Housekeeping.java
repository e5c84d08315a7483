package io.headrace.broker.server;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.loop.Loops;
import io.headrace.broker.replica.DiskPool;
import io.headrace.broker.replica.LocalPartitions;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.common.KafkaException;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.config.BrokerConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done now and then: retention, checkpoints, forgetting silent producers, removing deleted files. A few timers
 * for the whole broker, whose intervals are Kafka's settings; each look at a partition that has nothing to do costs a
 * comparison.
 *
 * <p>Timers run on the first loop, looks at partitions on their loops, and everything that blocks on the disk's pool.
 */
final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private static final long REMOVAL_SLACK_MS = 1_000;

    /** Intervals may be set to 0, which would keep a loop busy. */
    private static final long SHORTEST_INTERVAL_MS = 100;

    private static final long CLOSE_FILES_INTERVAL_MS = 60_000;

    private final BrokerConfig config;
    private final Loops loops;
    private final DiskPool disk;
    private final LogDirectory directory;
    private final LongSupplier clockMs;

    /** By delay, how often files were deleted since the removal with that delay was planned. */
    private final Map<Long, Integer> plannedRemovals = new ConcurrentHashMap<>();

    private final AtomicBoolean checkpointPlanned = new AtomicBoolean();

    private volatile boolean stopped;
    private volatile LocalPartitions partitions;

    Housekeeping(BrokerConfig config, Loops loops, DiskPool disk, LogDirectory directory, LongSupplier clockMs) {
        this.config = config;
        this.loops = loops;
        this.disk = disk;
        this.directory = directory;
        this.clockMs = clockMs;
    }

    /** Starts the timers. */
    void start(LocalPartitions served) {
        partitions = served;
        filesWereDeleted(0);
        every(config.logRetentionCheckIntervalMs(), config.logInitialTaskDelayMs(), this::startRetention);
        every(
                config.producerIdExpirationCheckIntervalMs(),
                config.producerIdExpirationCheckIntervalMs(),
                this::expireProducers);
        long checkpointMs =
                Math.min(config.logFlushOffsetCheckpointIntervalMs(), config.logFlushStartOffsetCheckpointIntervalMs());
        every(checkpointMs, checkpointMs, this::checkpoint);
        every(CLOSE_FILES_INTERVAL_MS, CLOSE_FILES_INTERVAL_MS, this::closeIdleFiles);
    }

    /** Does nothing more. */
    void stop() {
        stopped = true;
    }

    /** Files were renamed that are to be removed {@code delayMs} from now. Any thread. */
    void filesWereDeleted(long delayMs) {
        if (plannedRemovals.merge(delayMs, 1, Integer::sum) == 1) {
            planRemoval(delayMs);
        }
    }

    private void planRemoval(long delayMs) {
        loops.get(0)
                .offer(() -> loops.get(0).later(delayMs + REMOVAL_SLACK_MS, () -> {
                    boolean moreSince = plannedRemovals.remove(delayMs) > 1;
                    onDisk("removing deleted files", () -> directory.deleteDue(clockMs.getAsLong()));
                    if (moreSince) {
                        filesWereDeleted(delayMs);
                    }
                }));
    }

    private void startRetention() {
        long nowMs = clockMs.getAsLong();
        onEachPartition(partition -> partition.startRetention(nowMs, this::filesWereDeleted));
    }

    private void expireProducers() {
        long nowMs = clockMs.getAsLong();
        onEachPartition(partition -> partition.expireProducers(nowMs));
    }

    private void closeIdleFiles() {
        onEachPartition(Partition::pauseIdleWriting);
        onDisk("closing idle files", directory::closeIdleFiles);
    }

    /** Writes checkpoints if some partition changed since the last time. */
    private void checkpoint() {
        onEachPartition(partition -> {
            if (partition.takeChanged() && checkpointPlanned.compareAndSet(false, true)) {
                onDisk("writing checkpoints", () -> {
                    checkpointPlanned.set(false);
                    directory.checkpoint();
                });
            }
        });
    }

    private void onEachPartition(Consumer<Partition> action) {
        for (Loop loop : loops.all()) {
            loop.offer(() -> {
                for (LocalTopic topic : partitions.table().topics()) {
                    for (Partition partition : topic.served()) {
                        if (partition.loop() == loop && !partition.isDeleted()) {
                            action.accept(partition);
                        }
                    }
                }
            });
        }
    }

    private void every(long intervalMs, long firstMs, Runnable action) {
        loops.get(0)
                .offer(() ->
                        loops.get(0).later(firstMs, () -> repeat(Math.max(SHORTEST_INTERVAL_MS, intervalMs), action)));
    }

    private void repeat(long intervalMs, Runnable action) {
        if (stopped) {
            return;
        }
        try {
            action.run();
        } finally {
            loops.get(0).later(intervalMs, () -> repeat(intervalMs, action));
        }
    }

    private void onDisk(String what, Runnable work) {
        try {
            disk.execute(() -> {
                try {
                    work.run();
                } catch (KafkaException e) {
                    LOG.warn("{} in {} failed", what, directory.path(), e);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("{}: the broker is closing", what, closing);
        }
    }
}
