package io.headrace.broker.replica;

import io.headrace.broker.loop.Loop;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.log.Compaction;
import io.headrace.log.CompactionMemory;
import io.headrace.log.CompactionResult;
import io.headrace.log.LogDirectory;
import io.headrace.log.compact.CompactionCancelledException;
import io.headrace.log.compact.DirtyRange;
import io.headrace.log.compact.IoThrottle;
import io.headrace.metadata.config.CleanerConfig;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts the logs of a data directory, the dirtiest that are due first.
 *
 * <p>A partition enlists itself when it has something to compact: a segment was sealed, the log was opened with sealed
 * segments, its settings changed. After {@code log.cleaner.backoff.ms} it is looked at; if it is not due, it is looked at
 * again when that can have changed, and not before. So partitions that nobody writes to cost nothing, and a broker
 * without compacted topics has neither a thread nor a timer for this.
 *
 * <p>Work is done by threads of its own, {@code log.cleaner.threads} at most, which end when there is none; a log is changed
 * by its partition's loop only. What was enlisted is guarded by {@link CleaningQueue}. Thread safe.
 */
public final class Cleaner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);

    private static final long KEEP_ALIVE_S = 30;
    private static final long CLOSE_TIMEOUT_S = 60;

    /** What is not done at once when the disk fails is tried this much later. */
    private static final long STORAGE_RETRY_MS = 60_000;

    /** A heap that is smaller than Kafka's wants its memory for other things too. */
    private static final int MOST_OF_HEAP = 4;

    private final Supplier<CleanerConfig> config;
    private final LogDirectory directory;
    private final Loop timers;
    private final LongSupplier clockMs;
    private final LongConsumer whenFilesDeleted;
    private final IoThrottle throttle;
    private final ThreadPoolExecutor threads;
    private final CleaningQueue queue = new CleaningQueue();

    private volatile boolean closed;

    /**
     * Idle until a partition enlists.
     *
     * @param config the settings in force
     * @param timers runs the timer
     * @param whenFilesDeleted hears after how many ms files are to be removed for good
     */
    public Cleaner(
            Supplier<CleanerConfig> config,
            LogDirectory directory,
            Loop timers,
            LongSupplier clockMs,
            LongConsumer whenFilesDeleted,
            String threadNamePrefix) {
        this.config = config;
        this.directory = directory;
        this.timers = timers;
        this.clockMs = clockMs;
        this.whenFilesDeleted = whenFilesDeleted;
        this.throttle = new IoThrottle(() -> config.get().ioMaxBytesPerSecond(), System::nanoTime);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEEP_ALIVE_S,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(task, threadNamePrefix + "-" + number.incrementAndGet()));
    }

    /** A partition has, or may have, something to compact. Any thread; a comparison when its topic is not compacted. */
    public void enlist(Partition partition) {
        if (partition.config().compact()
                && partition.view().segmentCount() > 1
                && !closed
                && config.get().enabled()) {
            plan(queue.enlist(partition, clockMs.getAsLong() + config.get().backoffMs()));
        }
    }

    /** There may be more threads than before. Any thread. */
    public void settingsChanged() {
        startThreads();
    }

    /** Ends the compactions of partitions that are deleted, and waits for that. Blocks. */
    public void forget(Collection<Partition> deleted) {
        deleted.forEach(queue::forget);
    }

    /** Ends all compactions, and waits for that. The loops must still run. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (!threads.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS)) {
                    LOG.warn("a compaction did not end within {} s", CLOSE_TIMEOUT_S);
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void plan(long atMs) {
        if (atMs != CleaningQueue.PLANNED) {
            timers.offer(() -> timers.later(Math.max(0, atMs - clockMs.getAsLong()), () -> timerFired(atMs)));
        }
    }

    private void timerFired(long plannedMs) {
        plan(queue.fired(plannedMs, clockMs.getAsLong()));
        startThreads();
    }

    private void startThreads() {
        while (!closed && queue.claimThread(config.get().threads(), clockMs.getAsLong())) {
            threads.execute(this::work);
        }
    }

    /** One thread: takes what is due until nothing is. */
    private void work() {
        try {
            boolean more = true;
            while (more && !closed) {
                more = workOnce();
            }
        } finally {
            queue.freeThread();
        }
        // Something may have become due between the last look and this thread's end.
        startThreads();
    }

    private boolean workOnce() {
        List<Partition> due = queue.takeDue(clockMs.getAsLong());
        Partition dirtiest = null;
        DirtyRange range = null;
        for (Partition partition : due) {
            DirtyRange found = look(partition);
            if (found == null) {
                continue;
            }
            if (range != null && found.dirtyRatio() <= range.dirtyRatio()) {
                again(partition, clockMs.getAsLong());
                continue;
            }
            if (dirtiest != null) {
                again(dirtiest, clockMs.getAsLong());
            }
            dirtiest = partition;
            range = found;
        }
        if (dirtiest != null) {
            startThreads();
            compact(dirtiest, range);
        }
        return dirtiest != null;
    }

    /** What is due of a partition; null when nothing is, and it has been planned when to look again. */
    private DirtyRange look(Partition partition) {
        try {
            if (partition.isDeleted() || !partition.config().compact()) {
                queue.done(partition);
                return null;
            }
            long nowMs = clockMs.getAsLong();
            DirtyRange range = partition
                    .log()
                    .dirtyRange(directory.cleanedOffset(partition.topicPartition()), partition.highWatermark(), nowMs);
            if (range.staleCheckpoint()) {
                directory.noteCleaned(partition.topicPartition(), range.dirtyOffset());
            }
            if (range.due()) {
                return range;
            }
            if (range.againMs() == DirtyRange.NEVER) {
                plan(queue.done(partition));
            } else {
                again(partition, Math.max(range.againMs(), nowMs + config.get().backoffMs()));
            }
        } catch (CompactionCancelledException e) {
            LOG.debug("partition {} is looked at again", partition, e);
            again(partition, clockMs.getAsLong());
        } catch (RuntimeException e) {
            failed(partition, e);
        }
        return null;
    }

    private void compact(Partition partition, DirtyRange range) {
        long startNs = System.nanoTime();
        try {
            Compaction compaction = new Compaction(
                    partition.log(),
                    range,
                    memory(),
                    bytes -> spent(partition, bytes),
                    new LoopOwner(partition.loop()),
                    clockMs.getAsLong());
            CompactionResult result;
            try {
                result = compaction.run();
            } finally {
                whenFilesDeleted.accept(partition.config().fileDeleteDelayMs());
            }
            directory.noteCleaned(partition.topicPartition(), result.endOffset());
            queue.succeeded(partition);
            LOG.info(
                    "compacted {} up to offset {}: {} of {} records and {} of {} bytes stayed, {} keys in the dirty part,"
                            + " {} ms",
                    partition,
                    result.endOffset(),
                    result.recordsKept(),
                    result.recordsRead(),
                    result.bytesAfter(),
                    result.bytesBefore(),
                    result.keys(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
            again(partition, clockMs.getAsLong());
        } catch (CompactionCancelledException e) {
            LOG.debug("the compaction of {} was given up", partition, e);
            again(partition, clockMs.getAsLong() + config.get().backoffMs());
        } catch (RuntimeException e) {
            failed(partition, e);
        } catch (OutOfMemoryError e) {
            failed(partition, new KafkaStorageException("there is no memory to compact " + partition, e));
        } catch (Error e) {
            // Given back all the same: who deletes the partition waits until nobody has it.
            queue.giveUp(partition);
            throw e;
        }
    }

    private void again(Partition partition, long atMs) {
        plan(queue.again(partition, atMs));
    }

    /** The disk may get well; a log that cannot be read does not. Each is told once. */
    private void failed(Partition partition, RuntimeException e) {
        if (partition.isDeleted()) {
            queue.done(partition);
        } else if (e instanceof KafkaStorageException) {
            if (queue.failed(partition)) {
                LOG.warn("partition {} could not be compacted, which is tried again", partition, e);
            }
            again(
                    partition,
                    clockMs.getAsLong()
                            + Math.max(STORAGE_RETRY_MS, config.get().backoffMs()));
        } else {
            queue.giveUp(partition);
            LOG.warn("partition {} is not compacted any more until the next start", partition, e);
        }
    }

    private CompactionMemory memory() {
        CleanerConfig now = config.get();
        int sharers = Math.max(1, now.threads());
        long mostBytes = Runtime.getRuntime().maxMemory() / MOST_OF_HEAP;
        return new CompactionMemory(
                Math.min(now.dedupeBufferSize(), mostBytes) / sharers,
                now.loadFactor(),
                Math.max(1024, now.ioBufferSize() / sharers / 2));
    }

    private void spent(Partition partition, long bytes) {
        long untilNs = System.nanoTime() + throttle.waitNs(bytes);
        while (true) {
            if (closed || partition.isDeleted()) {
                throw new CompactionCancelledException(partition + (closed ? ": the broker closes" : " is deleted"));
            }
            long leftNs = untilNs - System.nanoTime();
            if (leftNs <= 0) {
                return;
            }
            IoThrottle.pause(Math.min(leftNs, TimeUnit.MILLISECONDS.toNanos(50)));
        }
    }

    /** The partition's loop, asked from a cleaner's thread. */
    private record LoopOwner(Loop loop) implements Compaction.Owner {
        @Override
        public <T> T ask(Supplier<T> question) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            boolean asked = loop.offer(() -> {
                try {
                    answer.complete(question.get());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            if (!asked) {
                throw new CompactionCancelledException("the broker is closed");
            }
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e.getCause());
            }
        }
    }
}
