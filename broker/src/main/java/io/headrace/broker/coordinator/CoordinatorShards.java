package io.headrace.broker.coordinator;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.loop.Loops;
import io.headrace.broker.replica.LocalPartitions;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorMachine;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * All coordinators of one kind on this broker: one for each partition of their internal topic, as many as the topic had
 * when this broker first saw it.
 *
 * <p>Owner of the list: the controller's serial executor, which calls {@link #apply}; it is published as a snapshot.
 * Steps and {@link #endTransaction} may be called by any thread.
 *
 * @param <M> their machine
 */
public final class CoordinatorShards<M extends CoordinatorMachine> {

    private static final int LOADED_AT_A_TIME = 4;

    private final CoordinatorKind<M> kind;
    private final LocalPartitions partitions;
    private final Loops loops;
    private final int maxUnpackedBytes;
    private final LongSupplier clockMs;
    private final RecordAppender[] appenders;
    private final LoadTurns turns = new LoadTurns(LOADED_AT_A_TIME);

    /** By partition; null where there is none. Empty while there is no topic. */
    private volatile List<CoordinatorShard<M>> shards = List.of();

    private volatile boolean closed;

    /**
     * No coordinators yet.
     *
     * @param maxUnpackedBytes the most that a compressed batch of records may unpack to
     */
    public CoordinatorShards(
            CoordinatorKind<M> kind,
            LocalPartitions partitions,
            Loops loops,
            int maxUnpackedBytes,
            LongSupplier clockMs) {
        this.kind = kind;
        this.partitions = partitions;
        this.loops = loops;
        this.maxUnpackedBytes = maxUnpackedBytes;
        this.clockMs = clockMs;
        this.appenders = new RecordAppender[loops.size()];
        for (int i = 0; i < appenders.length; i++) {
            appenders[i] = new RecordAppender(maxUnpackedBytes);
        }
    }

    /** What kind they are. */
    public CoordinatorKind<M> kind() {
        return kind;
    }

    /** How many there are: 0 while their topic does not exist. Any thread. */
    public int count() {
        return shards.size();
    }

    /** The partition that an id belongs to, or -1 while the topic does not exist. Any thread. */
    public int partitionFor(String id) {
        int count = shards.size();
        return count == 0 ? -1 : partitionFor(id, count);
    }

    /** The partition that an id belongs to among {@code count}. */
    static int partitionFor(String id, int count) {
        int hash = id.hashCode();
        // Not Math.abs, which leaves the smallest number negative.
        return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % count;
    }

    /**
     * Lets the coordinator of a partition take a step, on its loop: now, when the caller is that loop and the coordinator
     * is not in the middle of another one.
     *
     * @param refused is told on that loop, or on the caller's thread, why there was no step:
     *     COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, UNKNOWN_SERVER_ERROR
     */
    public void step(int partition, Step<? super M> step, Consumer<Errors> refused) {
        stepInTransaction(partition, TransactionVerification.NONE, step, refused);
    }

    /**
     * As {@link #step(int, Step, Consumer)}, for a step that appends in a producer's transaction.
     *
     * @param verified that the transaction includes the partition; needed to start one there
     */
    public void stepInTransaction(
            int partition, TransactionVerification verified, Step<? super M> step, Consumer<Errors> refused) {
        CoordinatorShard<M> shard = shard(partition);
        if (shard == null || closed) {
            refused.accept(Errors.NOT_COORDINATOR);
        } else {
            shard.partition().loop().run(() -> shard.step(step, verified, refused));
        }
    }

    /** As {@link #step(int, Step, Consumer)}, for the coordinator that an id belongs to. */
    public void step(String id, Step<? super M> step, Consumer<Errors> refused) {
        step(partitionFor(id), step, refused);
    }

    /**
     * Ends a transaction on a coordinator's own partition: appends the marker and gives it to the machine.
     *
     * @param done is told on the partition's loop, or on the caller's thread: NONE once the marker is committed, or why it
     *     is not written. COORDINATOR_LOAD_IN_PROGRESS and errors of the storage are worth another try
     */
    public void endTransaction(int partition, TransactionEnd end, Consumer<Errors> done) {
        CoordinatorShard<M> shard = shard(partition);
        if (shard == null) {
            done.accept(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        } else if (closed) {
            done.accept(Errors.NOT_COORDINATOR);
        } else {
            shard.partition().loop().run(() -> shard.endTransaction(end, done));
        }
    }

    private CoordinatorShard<M> shard(int partition) {
        List<CoordinatorShard<M>> now = shards;
        return partition < 0 || partition >= now.size() ? null : now.get(partition);
    }

    /** Follows a change that the partitions have followed before. The coordinators of a new topic start to load. */
    void apply(ImageChange change) {
        String topic = kind.topic().name();
        for (TopicImage deleted : change.deleted()) {
            if (deleted.name().equals(topic)) {
                List<CoordinatorShard<M>> ended = shards;
                shards = List.of();
                onLoops(ended, CoordinatorShard::close);
            }
        }
        onLoops(shards, shard -> shard.imageChanged(change));
        for (TopicImage created : change.created()) {
            if (created.name().equals(topic)) {
                shards = make(created, change);
                onLoops(shards, CoordinatorShard::load);
            }
        }
    }

    private List<CoordinatorShard<M>> make(TopicImage topic, ImageChange change) {
        List<CoordinatorShard<M>> made = new ArrayList<>();
        LocalTopic local = partitions.table().topic(topic.id());
        for (int i = 0; i < topic.partitions().size(); i++) {
            Partition partition = local == null ? null : local.partition(i);
            made.add(
                    partition == null
                            ? null
                            : new CoordinatorShard<>(
                                    kind,
                                    partition,
                                    appenders[partition.loop().index()],
                                    turns,
                                    maxUnpackedBytes,
                                    change.after(),
                                    clockMs));
        }
        return made;
    }

    /** Ends all. Requests are refused from now on; the stage completes when those that waited are answered. */
    CompletionStage<Void> close() {
        closed = true;
        return onLoops(shards, CoordinatorShard::close);
    }

    /** Releases what belongs to the loops, after they have ended. */
    void release() {
        for (RecordAppender appender : appenders) {
            appender.close();
        }
    }

    /** One command for each loop. */
    private CompletionStage<Void> onLoops(List<CoordinatorShard<M>> targets, Consumer<CoordinatorShard<M>> action) {
        if (targets.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (Loop loop : loops.all()) {
            CompletableFuture<Void> ofLoop = new CompletableFuture<>();
            done.add(ofLoop);
            boolean taken = loop.offer(() -> {
                try {
                    for (CoordinatorShard<M> shard : targets) {
                        if (shard != null && shard.partition().loop() == loop) {
                            action.accept(shard);
                        }
                    }
                } finally {
                    ofLoop.complete(null);
                }
            });
            if (!taken) {
                ofLoop.complete(null);
            }
        }
        return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new));
    }
}
