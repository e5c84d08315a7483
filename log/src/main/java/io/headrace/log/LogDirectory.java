package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.InconsistentTopicIdException;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.log.checkpoint.CleanShutdownMarker;
import io.headrace.log.checkpoint.MetaProperties;
import io.headrace.log.checkpoint.OffsetCheckpoint;
import io.headrace.log.checkpoint.PartitionMetadataFile;
import io.headrace.log.compact.DirtyRange;
import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One data directory of a broker, with the logs of its partitions, in Kafka's layout.
 *
 * <pre>
 *   .lock                                locked while a broker uses the directory
 *   meta.properties                      whose it is
 *   .kafka_cleanshutdown                 there between a clean end and the next start
 *   recovery-point-offset-checkpoint     up to where each log is on stable storage
 *   log-start-offset-checkpoint          from where each log may be read
 *   cleaner-offset-checkpoint            up to where each log was compacted
 *   orders-0/                            a partition
 *       00000000000000000000.log         its first segment; .index, .timeindex, .snapshot beside it
 *       leader-epoch-checkpoint
 *       partition.metadata
 * </pre>
 *
 * <p>Thread safe. All methods that touch files block and say so; none belongs on an event loop. A log that was opened is
 * its caller's to use until {@link #close} or {@link #deleteLog}, before which the caller stops using it.
 */
public final class LogDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);

    /** They only wait for the disk, and those who wait together share what the file system writes. */
    private static final int CLOSING_THREADS = 16;

    private final Path directory;
    private final LogDirectoryConfig config;
    private final FileIo io;
    private final DirectoryLock lock;
    private final boolean clean;
    private final DirectoryCheckpoints checkpoints;
    private final CleanerOffsets cleanerOffsets;
    private final DirectoryNames names;
    private final DeletionQueue deletions;
    private final Map<TopicPartition, PartitionLog> logs = new ConcurrentHashMap<>();
    private final AtomicLong checkedBytes = new AtomicLong();

    /** Partitions whose logs were not rechecked after an unclean end, or could not be opened. */
    private final Set<TopicPartition> unsettled = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    private LogDirectory(
            Path directory,
            LogDirectoryConfig config,
            DirectoryLock lock,
            boolean clean,
            DirectoryCheckpoints checkpoints,
            CleanerOffsets cleanerOffsets) {
        this.directory = directory;
        this.config = config;
        this.io = config.io();
        this.lock = lock;
        this.clean = clean;
        this.checkpoints = checkpoints;
        this.cleanerOffsets = cleanerOffsets;
        this.names = new DirectoryNames(io, directory);
        this.deletions = new DeletionQueue(io);
    }

    /**
     * Takes a data directory, making it if it is not there. Blocks.
     *
     * @throws DirectoryLockedException when another broker uses it
     * @throws KafkaStorageException when it cannot be read or written
     */
    public static LogDirectory open(Path path, LogDirectoryConfig config) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            config.io().createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            boolean opened = false;
            try {
                DirectoryCheckpoints checkpoints = DirectoryCheckpoints.read(config.io(), directory);
                boolean clean = new CleanShutdownMarker(config.io(), directory).take()
                        || config.io().list(directory).stream().noneMatch(FileIo.FileEntry::directory);
                LogDirectory result = new LogDirectory(
                        directory, config, lock, clean, checkpoints, CleanerOffsets.read(config.io(), directory));
                result.takeStock();
                opened = true;
                return result;
            } finally {
                if (!opened) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new KafkaStorageException("data directory " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void takeStock() throws IOException {
        List<TopicPartition> found = new ArrayList<>();
        for (FileIo.FileEntry entry : io.list(directory)) {
            if (entry.directory() && entry.name().endsWith(PartitionDirectoryName.DELETE_SUFFIX)) {
                deletions.addDirectory(directory.resolve(entry.name()), 0);
            } else if (entry.directory()) {
                PartitionDirectoryName.parse(entry.name()).ifPresent(found::add);
            }
        }
        if (!clean) {
            unsettled.addAll(found);
        }
        checkpoints.keepOnly(found);
        cleanerOffsets.keepOnly(found);
    }

    /** Where it is. */
    public Path path() {
        return directory;
    }

    /** Whether the broker that used the directory before ended cleanly; also true when nothing was in it. */
    public boolean wasClosedCleanly() {
        return clean;
    }

    /**
     * Whose directory it is; empty for a new one. Blocks.
     *
     * @throws KafkaStorageException when the file cannot be read or is malformed
     */
    public Optional<MetaProperties> metaProperties() {
        return storage("reading " + MetaProperties.NAME, () -> MetaProperties.read(io, directory));
    }

    /** Notes whose directory it is. Blocks. */
    public void writeMetaProperties(MetaProperties properties) {
        storage("writing " + MetaProperties.NAME, () -> {
            properties.write(io, directory);
            return null;
        });
    }

    /** A checkpoint file in this directory, such as one for high watermarks. */
    public OffsetCheckpoint offsetCheckpoint(String fileName) {
        return new OffsetCheckpoint(io, directory.resolve(fileName));
    }

    /**
     * Opens a partition's log, recovering it if the directory was not closed cleanly. A partition that nothing was written
     * to has no directory, and opening it costs nothing. Blocks.
     *
     * @throws InconsistentTopicIdException when the partition's directory belongs to another topic
     * @throws KafkaStorageException when it cannot be read, or recovered
     * @throws IllegalStateException when the log is open
     */
    public PartitionLog openLog(LogSpec spec, long nowMs) {
        requireOpen();
        TopicPartition partition = spec.partition();
        LogContext context = new LogContext(
                partition,
                spec.topicId(),
                directory.resolve(PartitionDirectoryName.of(partition)),
                io,
                config.disk(),
                names,
                deletions,
                config.producerExpirationMs());
        if (logs.containsKey(partition)) {
            throw new IllegalStateException("the log of " + partition + " is open");
        }
        unsettled.add(partition);
        LogLoader loader = new LogLoader(
                context,
                spec.config(),
                clean && checkpoints.hasRecoveryPoint(partition),
                checkpoints.recoveryPoint(partition),
                checkpoints.logStart(partition),
                nowMs);
        LoadedLog loaded = storage("opening the log of " + partition, loader::load);
        checkedBytes.addAndGet(loader.checkedBytes());
        PartitionLog log = new PartitionLog(context, spec.config(), loaded, nowMs);
        if (logs.putIfAbsent(partition, log) != null) {
            log.closeAbruptly();
            throw new IllegalStateException("the log of " + partition + " is open");
        }
        unsettled.remove(partition);
        return log;
    }

    /**
     * Opens many logs, several at a time. Blocks. One that fails does not keep the others from being opened.
     */
    public OpenedLogs openLogs(Collection<LogSpec> specs, long nowMs) {
        long startNs = System.nanoTime();
        Map<TopicPartition, PartitionLog> opened = new ConcurrentHashMap<>();
        Map<TopicPartition, RuntimeException> failed = new ConcurrentHashMap<>();
        inParallel("log-recovery", config.recoveryThreads(), specs, spec -> {
            try {
                opened.put(spec.partition(), openLog(spec, nowMs));
            } catch (RuntimeException e) {
                failed.put(spec.partition(), e);
            }
        });
        if (checkedBytes.get() > 0) {
            LOG.info(
                    "data directory {}: logs were not closed cleanly, {} bytes were rechecked in {} ms",
                    directory,
                    checkedBytes.get(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
        }
        return new OpenedLogs(opened, failed);
    }

    private static <T> void inParallel(String name, int mostThreads, Collection<T> items, Consumer<T> work) {
        int threads = Math.min(mostThreads, items.size());
        if (threads <= 1) {
            items.forEach(work);
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            items.forEach(item -> pool.execute(() -> work.accept(item)));
        } finally {
            pool.shutdown();
            awaitUninterruptibly(pool);
        }
    }

    private static void awaitUninterruptibly(ExecutorService pool) {
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The logs that are open. */
    public Collection<PartitionLog> openedLogs() {
        return List.copyOf(logs.values());
    }

    /** All partitions' directories, open or not, so that those can be found whose topic is no more. Blocks. */
    public List<PartitionOnDisk> partitionsOnDisk() {
        return storage("listing partitions", () -> {
            List<PartitionOnDisk> found = new ArrayList<>();
            for (FileIo.FileEntry entry : io.list(directory)) {
                Optional<TopicPartition> partition =
                        entry.directory() ? PartitionDirectoryName.parse(entry.name()) : Optional.empty();
                if (partition.isPresent()) {
                    Path path = directory.resolve(entry.name());
                    found.add(new PartitionOnDisk(partition.get(), topicIdOf(path), path));
                }
            }
            return found;
        });
    }

    private Optional<Uuid> topicIdOf(Path path) {
        try {
            return new PartitionMetadataFile(io, path).read();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Deletes a partition's log: its directory gets another name at once, and goes after {@code file.delete.delay.ms}. The
     * owner must have stopped using the log; readers may finish. Blocks.
     *
     * @throws KafkaStorageException when the directory cannot be renamed; the log is closed all the same
     */
    public void deleteLog(PartitionLog log, long nowMs) {
        deleteLogs(List.of(log), nowMs);
    }

    /**
     * {@link #deleteLog} for many, at the cost of one: when this returns, also a {@code kill -9} brings none of them back.
     *
     * @throws KafkaStorageException when a directory cannot be renamed; the others are deleted, all logs are closed
     */
    public void deleteLogs(Collection<PartitionLog> deleted, long nowMs) {
        List<TopicPartition> partitions = new ArrayList<>();
        KafkaStorageException failure = null;
        for (PartitionLog log : deleted) {
            log.closeAbruptly();
            logs.remove(log.topicPartition(), log);
            partitions.add(log.topicPartition());
            try {
                if (log.existsOnDisk()) {
                    delete(
                            log.topicPartition(),
                            log.directory(),
                            nowMs + log.config().fileDeleteDelayMs());
                }
            } catch (KafkaStorageException e) {
                failure = e;
            }
        }
        forget(partitions);
        if (failure != null) {
            throw failure;
        }
    }

    private void forget(List<TopicPartition> partitions) {
        partitions.forEach(unsettled::remove);
        storage("writing checkpoints", () -> {
            checkpoints.forget(partitions);
            cleanerOffsets.forget(partitions);
            return null;
        });
    }

    /**
     * Deletes a directory that {@link #partitionsOnDisk} found and that belongs to no topic. Blocks.
     *
     * @throws IllegalStateException when its log is open
     * @throws KafkaStorageException when the directory cannot be renamed
     */
    public void deleteStray(PartitionOnDisk stray, long nowMs) {
        if (logs.containsKey(stray.partition())) {
            throw new IllegalStateException("the log of " + stray.partition() + " is open");
        }
        delete(stray.partition(), stray.directory(), nowMs);
        forget(List.of(stray.partition()));
    }

    private void delete(TopicPartition partition, Path from, long dueMs) {
        Path to = directory.resolve(PartitionDirectoryName.toBeDeleted(partition));
        storage("deleting " + from, () -> {
            io.rename(from, to);
            deletions.addDirectory(to, dueMs);
            return null;
        });
    }

    /** Deletes files and directories whose delay is over. Blocks; to be called every few seconds. */
    public void deleteDue(long nowMs) {
        deletions.deleteDue(nowMs);
    }

    /** Closes files of sealed segments that nobody has used since the last call; to be called every minute or so. */
    public void closeIdleFiles() {
        logs.values().forEach(PartitionLog::closeIdleFiles);
    }

    /**
     * Writes where the open logs start and up to where they are flushed. Blocks.
     *
     * @throws KafkaStorageException when it fails
     */
    public void checkpoint() {
        storage("writing checkpoints", () -> {
            checkpoints.write(logs.values());
            return null;
        });
    }

    /** Up to where a partition's log was compacted; {@link DirtyRange#NOT_NOTED} if it never was. */
    public long cleanedOffset(TopicPartition partition) {
        return cleanerOffsets.get(partition);
    }

    /**
     * Notes up to where a partition's log was compacted. Blocks.
     *
     * @throws KafkaStorageException when it cannot be written: the log may then be compacted from further back again
     */
    public void noteCleaned(TopicPartition partition, long offset) {
        storage("writing " + OffsetCheckpoint.CLEANER, () -> {
            cleanerOffsets.put(partition, offset);
            return null;
        });
    }

    /** Bytes that the file system has left for this directory. Blocks. */
    public long usableBytes() {
        return storage(
                "asking for free space", () -> Files.getFileStore(directory).getUsableSpace());
    }

    /** Bytes of the whole file system. Blocks. */
    public long totalBytes() {
        return storage(
                "asking for the size", () -> Files.getFileStore(directory).getTotalSpace());
    }

    /**
     * Ends cleanly: closes and flushes all logs, several at a time, writes checkpoints and the marker, and frees the lock.
     * Blocks. Closing again does nothing.
     *
     * <p>A log that could not be opened or closed, or that was not opened after an unclean end, loses its recovery point, so
     * that the next start rechecks it, and no other.
     */
    public void close(long nowMs) {
        if (closed) {
            return;
        }
        closed = true;
        Map<TopicPartition, RuntimeException> failures = new ConcurrentHashMap<>();
        inParallel("log-close", Math.max(config.recoveryThreads(), CLOSING_THREADS), logs.values(), log -> {
            try {
                log.close(nowMs);
            } catch (RuntimeException e) {
                failures.put(log.topicPartition(), e);
            }
        });
        unsettled.addAll(failures.keySet());
        try {
            checkpoints.writeLast(logs.values(), unsettled);
            new CleanShutdownMarker(io, directory).leave();
        } catch (IOException e) {
            LOG.warn("data directory {} is not closed cleanly, the next start rechecks it", directory, e);
        } finally {
            unlock();
        }
        failures.forEach((partition, failure) ->
                LOG.warn("the log of {} is not closed cleanly, the next start rechecks it", partition, failure));
    }

    /** {@link #close(long)} by the machine's clock. */
    @Override
    public void close() {
        close(System.currentTimeMillis());
    }

    /** Lets go of all files and the lock and writes nothing, as if the process ended here. */
    public void closeAbruptly() {
        if (!closed) {
            closed = true;
            logs.values().forEach(PartitionLog::closeAbruptly);
            unlock();
        }
    }

    private void unlock() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.info("freeing the lock of {} failed", directory, e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new KafkaStorageException("data directory " + directory + " is closed");
        }
    }

    private <T> T storage(String what, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new KafkaStorageException(what + " in " + directory + " failed: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    @Override
    public String toString() {
        return "LogDirectory(" + directory + ")";
    }
}
