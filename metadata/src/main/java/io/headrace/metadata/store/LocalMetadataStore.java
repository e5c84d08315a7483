package io.headrace.metadata.store;

import io.headrace.common.Uuid;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.protocol.wire.TypedRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata of a cluster of one broker, in one file of its log directory: {@code headrace-metadata.journal}, whose
 * layout {@link JournalFormat} draws.
 *
 * <p>One commit is one append and one fsync, however many records it has; commits that arrive while an fsync is under
 * way share the next one. When the journal has grown to several times the size of what it says, it is replaced by a
 * snapshot.
 *
 * <p>Owner of all state: the store's own thread, named {@code headrace-metadata-store}. Other threads only hand in tasks
 * and, under the queue's lock, commits.
 */
public final class LocalMetadataStore implements MetadataStore {
    private static final Logger log = LoggerFactory.getLogger(LocalMetadataStore.class);
    private static final long CLOSE_DEADLINE_SECONDS = 30;
    /** Below this size a journal is not worth rewriting. */
    private static final long SMALLEST_COMPACTED_BYTES = 1 << 20;
    /** How many times its size after the last rewriting a journal may grow to. */
    private static final int GROWTH_BEFORE_COMPACTION = 4;

    private final Path directory;
    private final String knownClusterId;
    private final JournalIo io;
    private final long smallestCompactedBytes;
    private final ExecutorService thread;
    private final Queue<PendingCommit> queue = new ArrayDeque<>();
    /** Guarded by {@link #queue}. */
    private boolean closed;

    private Journal journal;
    private long compactAtBytes;
    private int seatEpoch;
    private Runnable seatLost = () -> {};
    private boolean seatHeld;
    private final List<Follower> followers = new ArrayList<>();

    /** A commit that waits for its turn. */
    private static final class PendingCommit {
        final int seatEpoch;
        final long expectedVersion;
        final List<TypedRecord> records;
        final CompletableFuture<Long> done = new CompletableFuture<>();
        Commit commit;

        PendingCommit(int seatEpoch, long expectedVersion, List<TypedRecord> records) {
            this.seatEpoch = seatEpoch;
            this.expectedVersion = expectedVersion;
            this.records = List.copyOf(records);
        }
    }

    LocalMetadataStore(Path directory, String knownClusterId, JournalIo io, long smallestCompactedBytes) {
        this.directory = directory;
        this.knownClusterId = knownClusterId;
        this.io = io;
        this.smallestCompactedBytes = smallestCompactedBytes;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "headrace-metadata-store");
            created.setDaemon(true);
            return created;
        });
    }

    /**
     * A store in the given log directory. Touches nothing before {@link #load}.
     *
     * @param directory the log directory; the caller keeps other brokers out of it
     * @param knownClusterId the cluster id that the directory is known to belong to, for example from an earlier run's
     *     {@code meta.properties}, or null when it is fresh. With one, a missing or foreign journal is an error instead
     *     of the founding of a new cluster, which would take all partitions there for strays.
     */
    public static LocalMetadataStore in(Path directory, String knownClusterId) {
        return new LocalMetadataStore(directory, knownClusterId, new JournalIo(), SMALLEST_COMPACTED_BYTES);
    }

    @Override
    public CompletionStage<ClusterImage> load() {
        return call(() -> open().image());
    }

    @Override
    public CompletionStage<Seat> contend(int nodeId, Runnable lost) {
        return call(() -> {
            open();
            if (seatHeld) {
                seatLost.run();
            }
            seatEpoch++;
            seatHeld = true;
            seatLost = lost;
            return new Seat(seatEpoch, nodeId);
        });
    }

    /** Nobody else is there to miss this broker: the session lasts until the store is closed. */
    @Override
    public CompletionStage<Session> register(int nodeId, Runnable lost) {
        return call(() -> new Session(nodeId, open().image().version() + 1));
    }

    @Override
    public CompletionStage<Long> commit(int seatEpoch, long expectedVersion, List<TypedRecord> records) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a commit needs at least one record");
        }
        PendingCommit pending = new PendingCommit(seatEpoch, expectedVersion, records);
        synchronized (queue) {
            if (closed) {
                return CompletableFuture.failedFuture(closedException());
            }
            queue.add(pending);
            if (queue.size() == 1) {
                thread.execute(this::commitQueued);
            }
        }
        return pending.done;
    }

    @Override
    public void follow(long afterVersion, Follower follower) {
        run(() -> {
            if (journal.image().version() != afterVersion) {
                follower.skippedTo(journal.image());
            }
            followers.add(follower);
        });
    }

    @Override
    public void close() {
        synchronized (queue) {
            if (closed) {
                return;
            }
            closed = true;
            thread.execute(this::release);
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                log.warn(
                        "metadata store in {} did not finish within {} s of being closed: is the disk stuck?",
                        directory,
                        CLOSE_DEADLINE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        seatHeld = false;
        followers.clear();
        if (journal != null) {
            journal.close();
        }
    }

    private Journal open() {
        if (journal == null) {
            journal = Journal.exists(directory) ? Journal.open(directory, io) : found();
            seatEpoch = journal.seatEpoch();
            compactAtBytes = compactionThreshold();
            if (knownClusterId != null
                    && !knownClusterId.equals(journal.clusterId().toString())) {
                Uuid actual = journal.clusterId();
                journal.close();
                journal = null;
                throw new CorruptMetadataException("metadata journal " + directory.resolve(Journal.FILE_NAME)
                        + " belongs to cluster " + actual + ", but the log directory to cluster " + knownClusterId);
            }
        }
        return journal;
    }

    private Journal found() {
        if (knownClusterId != null) {
            throw new CorruptMetadataException("metadata journal " + directory.resolve(Journal.FILE_NAME)
                    + " is missing, although the log directory belongs to cluster " + knownClusterId);
        }
        return Journal.create(directory, Uuid.randomUuid(), io);
    }

    private void commitQueued() {
        List<PendingCommit> group;
        synchronized (queue) {
            group = new ArrayList<>(queue);
            queue.clear();
        }
        List<PendingCommit> accepted = new ArrayList<>(group.size());
        List<Commit> commits = new ArrayList<>(group.size());
        ClusterImage image;
        try {
            image = open().image();
        } catch (RuntimeException e) {
            group.forEach(pending -> pending.done.completeExceptionally(e));
            return;
        }
        List<PendingCommit> refused = new ArrayList<>();
        List<RuntimeException> refusals = new ArrayList<>();
        for (PendingCommit pending : group) {
            try {
                image = admit(pending, image);
                accepted.add(pending);
                commits.add(pending.commit);
            } catch (RuntimeException e) {
                refused.add(pending);
                refusals.add(e);
            }
        }
        RuntimeException failure = append(commits, image);
        for (PendingCommit pending : accepted) {
            if (failure == null) {
                deliver(pending.commit);
                pending.done.complete(pending.commit.version());
            } else {
                pending.done.completeExceptionally(failure);
            }
        }
        for (int i = 0; i < refused.size(); i++) {
            refused.get(i).done.completeExceptionally(refusals.get(i));
        }
        compactWhenGrown();
    }

    /** The image after {@code pending}, when it may be committed on {@code image}. */
    private ClusterImage admit(PendingCommit pending, ClusterImage image) {
        if (!seatHeld || pending.seatEpoch != seatEpoch) {
            throw new StaleSeatException(pending.seatEpoch, seatEpoch);
        }
        if (pending.expectedVersion != image.version()) {
            throw new VersionConflictException(pending.expectedVersion, image.version());
        }
        ClusterImage after = image.apply(pending.records).after();
        pending.commit = new Commit(after.version(), pending.seatEpoch, pending.records);
        return after;
    }

    private RuntimeException append(List<Commit> commits, ClusterImage after) {
        if (commits.isEmpty()) {
            return null;
        }
        try {
            journal.append(commits, after);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private void deliver(Commit commit) {
        for (Follower follower : followers) {
            try {
                follower.committed(commit);
            } catch (RuntimeException e) {
                log.error("a follower of the metadata failed on commit {}", commit.version(), e);
            }
        }
    }

    private void compactWhenGrown() {
        if (journal.sizeInBytes() < compactAtBytes) {
            return;
        }
        long before = journal.sizeInBytes();
        try {
            journal.compact();
            compactAtBytes = compactionThreshold();
            log.debug("metadata journal in {} rewritten: {} bytes became {}", directory, before, journal.sizeInBytes());
        } catch (IOException | KafkaStorageException e) {
            compactAtBytes = 2 * before;
            log.warn(
                    "metadata journal in {} could not be rewritten at {} bytes and goes on growing; next attempt at {}",
                    directory,
                    before,
                    compactAtBytes,
                    e);
        }
    }

    private long compactionThreshold() {
        return Math.max(smallestCompactedBytes, GROWTH_BEFORE_COMPACTION * journal.baseBytes());
    }

    private <T> CompletionStage<T> call(Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        boolean accepted = run(() -> {
            try {
                result.complete(action.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        if (!accepted) {
            result.completeExceptionally(closedException());
        }
        return result;
    }

    private boolean run(Runnable task) {
        synchronized (queue) {
            if (closed) {
                return false;
            }
            thread.execute(task);
            return true;
        }
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("the metadata store is closed");
    }
}
