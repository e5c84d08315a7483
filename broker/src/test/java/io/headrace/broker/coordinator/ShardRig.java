package io.headrace.broker.coordinator;

import io.headrace.broker.FaultyFiles;
import io.headrace.broker.loop.Loop;
import io.headrace.broker.loop.Loops;
import io.headrace.broker.replica.Cleaner;
import io.headrace.broker.replica.DiskPool;
import io.headrace.broker.replica.Leadership;
import io.headrace.broker.replica.Partition;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.Timers;
import io.headrace.group.GroupRecordCodec;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.LogDirectoryConfig;
import io.headrace.log.LogSpec;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.plan.NewTopic;
import io.headrace.record.compress.CompressionType;
import io.headrace.testsupport.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** One shard with a small machine, on a partition of a real log. Made anew on the same directory, it is a restart. */
final class ShardRig implements AutoCloseable {

    private static final Uuid TOPIC_ID = new Uuid(1, 2);
    private static final int MAX_UNPACKED = 1 << 20;

    final FaultyFiles files = new FaultyFiles();
    final DiskPool disk = new DiskPool(2, "test-disk");
    final Loops loops = new Loops(1, "test-loop");
    final List<String> answers = Collections.synchronizedList(new ArrayList<>());

    private final LogDirectory directory;
    private final Cleaner cleaner;
    private final RecordAppender appender = new RecordAppender(MAX_UNPACKED);
    final LoadTurns turns = new LoadTurns(1);
    private final Partition partition;
    private final CoordinatorShard<OffsetsMachine> shard;

    /** Set by the loop; each loading makes another. */
    private volatile OffsetsMachine machine;

    /** How the log and the coordinator are set. */
    record Settings(LogConfig log, CompressionType compression, long writeTimeoutMs, int loadBufferBytes) {
        static Settings usual() {
            return new Settings(LogConfig.builder().build(), CompressionType.NONE, 60_000, 1 << 16);
        }

        Settings withLog(LogConfig other) {
            return new Settings(other, compression, writeTimeoutMs, loadBufferBytes);
        }

        Settings withCompression(CompressionType other) {
            return new Settings(log, other, writeTimeoutMs, loadBufferBytes);
        }

        Settings withWriteTimeoutMs(long other) {
            return new Settings(log, compression, other, loadBufferBytes);
        }

        Settings withLoadBufferBytes(int other) {
            return new Settings(log, compression, writeTimeoutMs, other);
        }
    }

    ShardRig(Path path, Settings settings) {
        directory = LogDirectory.open(path, new LogDirectoryConfig(files, disk, 1, Long.MAX_VALUE));
        cleaner = new Cleaner(
                BrokerConfig.of(Map.of("log.dirs", path.toString()))::cleaner,
                directory,
                loops.get(0),
                System::currentTimeMillis,
                delayMs -> {},
                "test-cleaner");
        partition = new Partition(
                directory.openLog(
                        new LogSpec(new TopicPartition("numbers", 0), TOPIC_ID, settings.log()),
                        System.currentTimeMillis()),
                loops.get(0),
                disk,
                cleaner,
                new Leadership(1, 5, 1),
                1);
        shard = new CoordinatorShard<>(
                kind(settings),
                partition,
                appender,
                turns,
                MAX_UNPACKED,
                ClusterImage.empty("cluster"),
                System::currentTimeMillis);
    }

    private CoordinatorKind<OffsetsMachine> kind(Settings settings) {
        return new CoordinatorKind<>() {
            @Override
            public NewTopic topic() {
                return NewTopic.of("numbers", 1, 1);
            }

            @Override
            public CoordinatorRecordCodec codec() {
                return GroupRecordCodec.INSTANCE;
            }

            @Override
            public CompressionType compression() {
                return settings.compression();
            }

            @Override
            public long writeTimeoutMs() {
                return settings.writeTimeoutMs();
            }

            @Override
            public int loadBufferBytes() {
                return settings.loadBufferBytes();
            }

            @Override
            public OffsetsMachine create(int number, int leaderEpoch, Timers timers, ClusterImage image) {
                machine = new OffsetsMachine(timers, image);
                return machine;
            }

            @Override
            public Outcome imageChanged(OffsetsMachine target, ImageChange change, long nowMs) {
                target.image = change.after();
                target.events.add("image " + change.after().version());
                return Outcome.none();
            }
        };
    }

    Partition partition() {
        return partition;
    }

    CoordinatorShard<OffsetsMachine> shard() {
        return shard;
    }

    Loop loop() {
        return loops.get(0);
    }

    /** Loads, and waits until that is done. */
    ShardRig loaded() {
        load();
        Await.until("loaded", () -> inspect(m -> m.events.contains("loaded")));
        return this;
    }

    void load() {
        run(shard::load);
    }

    /** Does something on the loop, and waits until it is done. */
    void run(Runnable action) {
        CompletableFuture.runAsync(action, loop()::enqueue).join();
    }

    /** What the machine says, asked on the loop. */
    <R> R inspect(Function<OffsetsMachine, R> question) {
        return CompletableFuture.supplyAsync(() -> question.apply(machine), loop()::enqueue)
                .join();
    }

    /** Takes a step; refusals are answers, too. */
    void step(Function<OffsetsMachine, Outcome> step) {
        run(() ->
                shard.step((target, nowMs) -> step.apply(target), TransactionVerification.WAIVED, refusal("refused ")));
    }

    Consumer<Errors> refusal(String prefix) {
        return error -> answers.add(prefix + error.name());
    }

    void put(String name, long number) {
        step(m -> m.put(name, number, answers::add));
    }

    void get(String name) {
        step(m -> m.get(name, answers::add));
    }

    void awaitAnswers(int count) {
        Await.until(count + " answers, not only " + answers, () -> answers.size() >= count);
    }

    /** Ends as a broker does. */
    @Override
    public void close() {
        end();
        directory.close();
        disk.close();
    }

    /** Ends without telling the disk, as when the process dies. */
    void kill() {
        end();
        directory.closeAbruptly();
        disk.close();
    }

    private void end() {
        files.failReads(null);
        files.failWrites(null);
        files.failForces(null);
        run(shard::close);
        cleaner.close();
        loops.close(30_000);
        disk.awaitIdle();
        appender.close();
    }
}
